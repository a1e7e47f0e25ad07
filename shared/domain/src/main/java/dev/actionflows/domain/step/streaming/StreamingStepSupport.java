package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What all streaming steps share: finding a usable connection, opening it, and interpreting the
 * response.
 */
public final class StreamingStepSupport {
    /**
     * A second response that an authorization has ended is believed if it comes this long after the
     * first.
     */
    static final Duration DOUBT = Duration.ofHours(1);

    /** A first such response that none has followed for this time is disregarded. */
    private static final Duration DOUBT_FORGOTTEN = Duration.ofDays(7);

    private final Supplier<List<StreamingService>> services;
    private final ConnectionStore connections;
    private final Vault vault;
    private final StreamingApps apps;

    /**
     * @param services supplied when a service is called: static checks call none
     */
    public StreamingStepSupport(
            Supplier<List<StreamingService>> services, ConnectionStore connections, Vault vault) {
        this.services = services;
        this.connections = connections;
        this.vault = vault;
        this.apps = new StreamingApps(vault);
    }

    /** The missing setup of the project without which no streaming step can be done for any fan. */
    static Optional<String> missingSetup(Project project) {
        return Arrays.stream(StreamingProvider.values()).anyMatch(project::hasApp)
                ? Optional.empty()
                : Optional.of(
                        "the project has no app at a streaming service yet, so this step waits for"
                                + " one or is skipped, depending on its onUnmet");
    }

    /** What is missing for this operation for the fan or the project. */
    public Optional<MissingRequirement> missingRequirement(
            StreamingOperation operation, StreamingTarget fan) {
        if (Arrays.stream(StreamingProvider.values()).noneMatch(fan.project()::hasApp)) {
            return Optional.of(MissingRequirement.until(Requirement.streamingApp(), Reason.NO_APP));
        }
        List<Connection> connections =
                fan.connections().stream()
                        .filter(it -> fan.project().hasApp(it.provider()))
                        .toList();
        if (!usable(operation, connections, fan.now()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                MissingRequirement.until(
                        Requirement.streamingConnection(fan.id()),
                        connections.isEmpty() ? Reason.NOT_CONNECTED : Reason.RECONNECT_NEEDED));
    }

    /**
     * Performs the operation at the first service, in the order of {@link StreamingProvider}, where
     * the fan is connected and which has the release or artist.
     *
     * @param done the reason of the outcome on success
     */
    public Attempt attempt(
            StreamingOperation operation, ProviderIds ids, Reason done, StreamingTarget fan) {
        return usable(operation, fan.connections(), fan.now()).stream()
                .filter(it -> fan.project().hasApp(it.provider()))
                .filter(it -> ids.at(it.provider()).isPresent())
                .findFirst()
                .map(it -> ask(operation, it, ids.at(it.provider()).orElseThrow(), done, fan))
                .orElseGet(() -> Attempt.skipped(Reason.NOT_AT_PROVIDER));
    }

    /** The connections with which the operation can be tried, in the order of their services. */
    static List<Connection> usable(
            StreamingOperation operation, List<Connection> connections, Instant now) {
        return connections.stream()
                .filter(it -> it.isUsable(now))
                .filter(it -> it.scopes().containsAll(operation.scopesAt(it.provider())))
                .sorted(Comparator.comparing(Connection::provider))
                .toList();
    }

    private Attempt ask(
            StreamingOperation operation,
            Connection connection,
            String id,
            Reason done,
            StreamingTarget fan) {
        StreamingService service = serviceOf(connection.provider());
        StreamingAccess access =
                new StreamingAccess(
                        apps.open(fan.project(), connection.provider()),
                        vault.open(
                                fan.project(), connection.tokenContext(), connection.userToken()));
        StreamingAnswer answer =
                switch (operation) {
                    case SAVE_ALBUM -> service.saveAlbum(access, id, fan.timeLeft());
                    case SAVE_TRACK -> service.saveTrack(access, id, fan.timeLeft());
                    case FOLLOW_PLAYLIST -> service.followPlaylist(access, id, fan.timeLeft());
                    case FOLLOW_ARTIST -> service.followArtist(access, id, fan.timeLeft());
                };
        Connection current = remember(answer, connection, fan);
        return switch (answer.result()) {
            case StreamingResult.Done() -> Attempt.completed(done);
            case StreamingResult.RequestRefused(Reason reason) ->
                    reason == Reason.NOT_SUPPORTED
                            ? Attempt.skipped(reason)
                            : Attempt.failed(reason);
            case StreamingResult.AuthorizationEnded() -> doubt(current, fan);
            case StreamingResult.RateLimited(Duration retryAfter) ->
                    Attempt.tryLater(Reason.RATE_LIMITED, retryAfter);
            case StreamingResult.Unavailable() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
        };
    }

    private StreamingService serviceOf(StreamingProvider provider) {
        return services.get().stream()
                .filter(it -> it.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no client for " + provider));
    }

    /**
     * Stores a new refresh token, and clears the doubt of an authorization that works after all.
     */
    private Connection remember(
            StreamingAnswer answer, Connection connection, StreamingTarget fan) {
        Connection updated =
                answer.rotatedUserToken()
                        .map(
                                token ->
                                        connection.withUserToken(
                                                vault.seal(
                                                        fan.project(),
                                                        connection.tokenContext(),
                                                        token)))
                        .orElse(connection);
        if (updated.doubtedAt().isPresent() && provesAuthorization(answer.result())) {
            updated = updated.trusted();
        }
        if (!updated.equals(connection)) {
            connections.replace(fan.projectId(), connection, updated);
        }
        return updated;
    }

    /**
     * Whether the service accepted the authorization, regardless of its response to the request.
     */
    private static boolean provesAuthorization(StreamingResult result) {
        return switch (result) {
            case StreamingResult.Done() -> true;
            case StreamingResult.RequestRefused(Reason reason) ->
                    reason == Reason.FORBIDDEN || reason == Reason.UNKNOWN_AT_PROVIDER;
            case StreamingResult.AuthorizationEnded(),
                    StreamingResult.RateLimited _,
                    StreamingResult.Unavailable() ->
                    false;
        };
    }

    private Attempt doubt(Connection connection, StreamingTarget fan) {
        Instant now = fan.now();
        Optional<Duration> since = doubtedSince(connection, now);
        if (since.isPresent() && since.get().compareTo(DOUBT) < 0) {
            return inDoubtFor(DOUBT.minus(since.get()), fan);
        }
        boolean confirmed = since.isPresent();
        boolean stored =
                connections.replace(
                        fan.projectId(),
                        connection,
                        confirmed ? connection.confirmedEnded() : connection.doubted(now));
        if (!stored) {
            // the fan reconnected, or another step got a new token: the request used an outdated
            // one
            return new Attempt.TryAgain(Reason.AUTHORIZATION_IN_DOUBT);
        }
        return confirmed
                ? new Attempt.Blocked(
                        MissingRequirement.until(
                                Requirement.streamingConnection(fan.id()), Reason.RECONNECT_NEEDED))
                : inDoubtFor(DOUBT, fan);
    }

    /** Whether the service has recently responded, once, that the authorization has ended. */
    static boolean isDoubted(Connection connection, Instant now) {
        return doubtedSince(connection, now).isPresent();
    }

    private static Optional<Duration> doubtedSince(Connection connection, Instant now) {
        return connection
                .doubtedAt()
                .map(at -> Duration.between(at, now))
                .filter(it -> it.compareTo(DOUBT_FORGOTTEN) < 0);
    }

    private static Attempt inDoubtFor(Duration time, StreamingTarget fan) {
        return new Attempt.TryLater(
                Reason.AUTHORIZATION_IN_DOUBT,
                time,
                Optional.of(Requirement.streamingConnection(fan.id())));
    }
}
