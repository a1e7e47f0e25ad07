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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Links by which one fan, and nobody else, connects a streaming account. */
public final class ConnectLinks {
    /** What the token in a link is good for. */
    public static final String PURPOSE = "connect";

    /** As long as a step waits for the connection. */
    private static final Duration VALID = Duration.ofDays(30);

    private final FanToken token;

    public ConnectLinks(Vault vault) {
        this(vault, PURPOSE);
    }

    private ConnectLinks(Vault vault, String purpose) {
        this.token = new FanToken(vault, purpose);
    }

    /** Links that look like all others, are as long, and open nothing: for who only looks on. */
    public static ConnectLinks forShow(Vault vault) {
        return new ConnectLinks(vault, "show");
    }

    /**
     * The link for the fan of a step, which asks for all that steps can do. Facts needed: project
     * and connections.
     *
     * @return empty when the fan's connections allow all that the run's steps do at a streaming
     *     service (if those do nothing there: when the fan has one), and when the project has no
     *     app, so that nobody can connect
     */
    public Optional<String> link(StepContext context) {
        Project project = context.project();
        List<Connection> connections =
                context.connections().stream().filter(it -> project.hasApp(it.provider())).toList();
        if (sufficient(connections, context)) {
            return Optional.empty();
        }
        // where the fan has an account, rather than anywhere else
        return Stream.concat(
                        connections.stream().map(Connection::provider).sorted(),
                        Arrays.stream(StreamingProvider.values()).filter(project::hasApp))
                .findFirst()
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

    private static boolean sufficient(List<Connection> connections, StepContext context) {
        Instant now = context.now();
        Set<StreamingOperation> needed =
                context.run().steps().stream()
                        .flatMap(step -> step.type().streamingOperation().stream())
                        .collect(Collectors.toSet());
        return needed.isEmpty()
                ? connections.stream().anyMatch(it -> it.isUsable(now))
                : needed.stream()
                        .allMatch(
                                operation ->
                                        StreamingStepSupport.usable(operation, connections, now)
                                                .stream()
                                                .anyMatch(
                                                        it ->
                                                                !StreamingStepSupport.isDoubted(
                                                                        it, now)));
    }

    private static String link(Project project, StreamingProvider provider, String token) {
        return "%s/connect/%s/start?project=%s&t=%s"
                .formatted(project.publicBaseUrl(), provider.wireName(), project.id(), token);
    }

    /** As long as the longest link that a fan of the project can be given, and worth nothing. */
    public static String longest(Project project) {
        return Arrays.stream(StreamingProvider.values())
                .map(provider -> link(project, provider, "-".repeat(FanToken.LENGTH)))
                .max(Comparator.comparing(String::length))
                .orElseThrow();
    }
}
