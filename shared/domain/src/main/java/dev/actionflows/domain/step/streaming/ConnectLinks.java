package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
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

    /** As long as a step waits for the connection. */
    private static final Duration VALID = Duration.ofDays(30);

    private final FanToken usual;
    private final FanToken withPlaylists;

    public ConnectLinks(Vault vault) {
        this(vault, PURPOSE, PLAYLISTS_PURPOSE);
    }

    private ConnectLinks(Vault vault, String purpose, String playlistsPurpose) {
        this.usual = new FanToken(vault, purpose);
        this.withPlaylists = new FanToken(vault, playlistsPurpose);
    }

    /** Links of the same form and length that open nothing, for previews. */
    public static ConnectLinks forShow(Vault vault) {
        return new ConnectLinks(vault, "show", "show");
    }

    /**
     * The link for the fan of a step. It requests the usual scopes, see {@link
     * StreamingOperation#usualScopesAt}, and those that a step of the run needs beyond them. Facts
     * needed: project and connections.
     *
     * @param preferred the services that the link should be for, if the project has an app there
     * @return empty if the fan's connections already allow everything that the run's streaming
     *     steps do (or, if the run has none, if the fan has a connection), and if the project has
     *     no app, so that nobody can connect
     */
    public Optional<String> link(StepContext context, Predicate<StreamingProvider> preferred) {
        Project project = context.project();
        List<Connection> connections =
                context.connections().stream().filter(it -> project.hasApp(it.provider())).toList();
        Set<StreamingOperation> needed = needed(context);
        if (sufficient(connections, needed, context.now())) {
            return Optional.empty();
        }
        FanToken token =
                needed.contains(StreamingOperation.FOLLOW_PLAYLIST) ? withPlaylists : usual;
        // prefer the service where the fan already has an account
        return Stream.concat(
                        connections.stream().map(Connection::provider).sorted(),
                        Arrays.stream(StreamingProvider.values()).filter(project::hasApp))
                .min(Comparator.comparing(provider -> !preferred.test(provider)))
                .map(
                        provider ->
                                link(
                                        project,
                                        provider,
                                        token.issue(
                                                project,
                                                context.fanId(),
                                                context.now().plus(VALID))));
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

    private static String link(Project project, StreamingProvider provider, String token) {
        return "%s/connect/%s/start?project=%s&t=%s"
                .formatted(project.publicBaseUrl(), provider.wireName(), project.id(), token);
    }

    /** A text as long as the longest link that a fan of the project can get; it opens nothing. */
    public static String longest(Project project) {
        return Arrays.stream(StreamingProvider.values())
                .map(provider -> link(project, provider, "-".repeat(FanToken.LENGTH)))
                .max(Comparator.comparing(String::length))
                .orElseThrow();
    }
}
