package dev.actionflows.domain.action;

import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

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
     * @return empty when the project has no app at any streaming service, so that nobody can
     *     connect
     */
    public Optional<String> link(Project project, FanId fan, Instant now) {
        return Arrays.stream(StreamingProvider.values())
                .filter(project::hasApp)
                .findFirst()
                .map(
                        provider ->
                                "%s/connect/%s/start?project=%s&t=%s"
                                        .formatted(
                                                project.publicBaseUrl(),
                                                provider.wireName(),
                                                project.id(),
                                                token.issue(project, fan, now.plus(VALID))));
    }
}
