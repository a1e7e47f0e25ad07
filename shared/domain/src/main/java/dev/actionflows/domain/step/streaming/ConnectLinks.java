package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Links by which one particular fan connects a streaming account. */
public final class ConnectLinks {
    /** The purpose of the token in a link that requests the usual scopes. */
    public static final String PURPOSE = "connect";

    /** The purpose of the token in a link that also requests the scopes to follow playlists. */
    public static final String PLAYLISTS_PURPOSE = "connect-playlists";

    private final FanToken usual;
    private final FanToken withPlaylists;

    public ConnectLinks(Vault vault) {
        this.usual = new FanToken(vault, PURPOSE);
        this.withPlaylists = new FanToken(vault, PLAYLISTS_PURPOSE);
    }

    /**
     * The link for the fan of a step. It requests the usual scopes, see {@link
     * StreamingOperation#usualScopesAt}, and those that a step of the run needs beyond them. Facts
     * needed: project and connections.
     *
     * @param preferred the services that the link should be for, if the project has an app there
     * @param endsAt until when the link identifies the fan; after it, the link is for anybody
     * @return empty unless {@link #isOpen}
     */
    public Optional<String> link(
            StepContext context, Predicate<StreamingProvider> preferred, Instant endsAt) {
        if (!isOpen(context)) {
            return Optional.empty();
        }
        // prefer the service where the fan already has an account, above all an expiring one
        return Stream.of(
                        expiring(context).stream().map(Connection::provider),
                        connections(context).stream().map(Connection::provider).sorted(),
                        Arrays.stream(StreamingProvider.values()).filter(context.project()::hasApp))
                .flatMap(services -> services)
                .min(Comparator.comparing(provider -> !preferred.test(provider)))
                .map(provider -> link(context, provider, endsAt));
    }

    private String link(StepContext context, StreamingProvider provider, Instant endsAt) {
        Project project = context.project();
        String link = link(project, provider);
        FanToken token =
                needed(context).contains(StreamingOperation.FOLLOW_PLAYLIST)
                        ? withPlaylists
                        : usual;
        return context.now().isBefore(endsAt)
                ? link + "&t=" + token.issue(project, context.fanId(), endsAt)
                : link;
    }

    /**
     * Whether a fan can connect an account that helps. Facts needed: project and connections.
     *
     * @return false if the fan's connections already allow everything that the run's streaming
     *     steps do (or, if the run has none, if the fan has a connection), and if the project has
     *     no app, so that nobody can connect. Of a run about a connection that is about to expire:
     *     true until the fan has renewed or withdrawn it, and then, if the run has no streaming
     *     steps, false
     */
    public static boolean isOpen(StepContext context) {
        boolean hasApp =
                Arrays.stream(StreamingProvider.values()).anyMatch(context.project()::hasApp);
        if (!hasApp || expiring(context).isPresent()) {
            return hasApp;
        }
        Set<StreamingOperation> needed = needed(context);
        boolean isAboutRenewal =
                needed.isEmpty() && context.run().event().type() == TriggerType.CONNECTION_EXPIRING;
        return !isAboutRenewal && !sufficient(connections(context), needed, context.now());
    }

    /** The connection that the run's event announced to expire, as long as it is the fan's. */
    private static Optional<Connection> expiring(StepContext context) {
        FanEvent event = context.run().event();
        return event.type() == TriggerType.CONNECTION_EXPIRING
                ? connections(context).stream()
                        .filter(it -> !it.ended())
                        .filter(
                                it ->
                                        ExpiringConnection.of(context.project().id(), it)
                                                .eventId()
                                                .equals(event.id()))
                        .findFirst()
                : Optional.empty();
    }

    /** The connections at services where the project has an app. */
    private static List<Connection> connections(StepContext context) {
        return context.connections().stream()
                .filter(it -> context.project().hasApp(it.provider()))
                .toList();
    }

    private static Set<StreamingOperation> needed(StepContext context) {
        return context.definition().steps().stream()
                .flatMap(step -> step.streamingOperation().stream())
                .collect(Collectors.toSet());
    }

    private static boolean sufficient(
            List<Connection> connections, Set<StreamingOperation> needed, Instant now) {
        return needed.isEmpty()
                ? connections.stream().anyMatch(it -> it.isUsable(now))
                : needed.stream()
                        .allMatch(
                                operation ->
                                        StreamingStepSupport.usable(operation, connections, now)
                                                .stream()
                                                .anyMatch(
                                                        it ->
                                                                !AuthorizationDoubt.isDoubted(
                                                                        it, now)));
    }

    /** Whether the fan's connections allow the operation. Facts needed: project and connections. */
    public static boolean allow(StreamingOperation operation, StepContext context) {
        return StreamingStepSupport.usable(operation, context.connections(), context.now()).stream()
                .anyMatch(it -> context.project().hasApp(it.provider()));
    }

    private static String link(Project project, StreamingProvider provider) {
        return "%s/connect/%s/start?project=%s"
                .formatted(project.publicBaseUrl(), provider.wireName(), project.id());
    }
}
