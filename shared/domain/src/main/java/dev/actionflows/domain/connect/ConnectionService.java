package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Stores fans' authorizations at streaming services. */
public final class ConnectionService {
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final Vault vault;
    private final WakeUpQueue wakeUps;

    public ConnectionService(
            FanLookup fans, ConnectionStore connections, Vault vault, WakeUpQueue wakeUps) {
        this.fans = fans;
        this.connections = connections;
        this.vault = vault;
        this.wakeUps = wakeUps;
    }

    /**
     * Stores a new authorization in place of any earlier one at that service, and wakes the fan's
     * runs that wait for it. The one that is stored already, from a request that is sent again,
     * keeps the tokens that it has got since, and the lease of a process that refreshes them.
     *
     * @param granted by the fan; the account has been found to be this fan's
     * @param authorizedAt when the fan consented
     */
    public void connect(
            Project project,
            Fan fan,
            StreamingProvider provider,
            AuthorizationAnswer.Granted granted,
            Instant authorizedAt) {
        Connection connection = connection(project, fan.id(), provider, granted, authorizedAt);
        wakeUps.connectionAboutToBeMet(project.id(), fan.ids());
        connections.connect(project.id(), connection);
        // read again: a fan merged into this one meanwhile may have runs waiting under another id
        List<FanId> ids = fans.find(project.id(), fan.id()).map(Fan::ids).orElse(fan.ids());
        wakeUps.connectionMayBeMet(project.id(), ids);
    }

    private Connection connection(
            Project project,
            FanId fan,
            StreamingProvider provider,
            AuthorizationAnswer.Granted granted,
            Instant authorizedAt) {
        return new Connection(
                fan,
                provider,
                origin(fan, provider, granted, authorizedAt),
                vault.seal(project, Connection.tokenContext(fan, provider), granted.userToken()),
                granted.scopes(),
                authorizedAt,
                Optional.empty(),
                false,
                granted.access().map(it -> accessToken(project, fan, provider, it, authorizedAt)),
                Optional.empty(),
                false);
    }

    /**
     * A service may grant the same token again: then the time tells the authorizations apart, in
     * milliseconds, as it is stored and shown.
     */
    private static String origin(
            FanId fan,
            StreamingProvider provider,
            AuthorizationAnswer.Granted granted,
            Instant authorizedAt) {
        return Digests.sha256Hex(
                String.join(
                        "\n",
                        fan.value(),
                        provider.wireName(),
                        String.valueOf(authorizedAt.toEpochMilli()),
                        String.join(" ", new TreeSet<>(granted.scopes())),
                        granted.userToken()));
    }

    private AccessToken accessToken(
            Project project,
            FanId fan,
            StreamingProvider provider,
            AccessGrant access,
            Instant authorizedAt) {
        return new AccessToken(
                vault.seal(
                        project,
                        Connection.accessTokenContext(fan, provider),
                        access.accessToken()),
                project.spotify().map(SpotifyApp::clientId).orElse(""),
                authorizedAt.plus(access.expiresIn()));
    }

    /**
     * Deletes a fan's authorization at a service. Idempotent. Steps that need it wait or are
     * skipped as NOT_CONNECTED from then on. A request that a step has already sent to the service
     * completes; the token that it may get in return is not stored.
     *
     * @return false if the project has no such fan
     */
    public boolean disconnect(ProjectId project, FanId named, StreamingProvider provider) {
        Optional<Fan> fan = fans.find(project, named);
        if (fan.isEmpty()) {
            return false;
        }
        connections.disconnect(project, fan.get(), provider);
        // read again: a fan merged into this one meanwhile has brought its connections
        return fans.find(project, named)
                .filter(now -> !fan.get().ids().containsAll(now.ids()))
                .map(_ -> disconnect(project, named, provider))
                .orElse(true);
    }
}
