package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * By what a page of the project shows for a while that a known fan sits before it.
 *
 * @param token see {@link FanToken}
 */
public record FanSession(String token, Instant endsAt) {
    /** What the token is good for. */
    public static final String PURPOSE = "fan";

    private static final Duration LENGTH = Duration.ofHours(1);

    /** Issues and verifies their tokens. */
    public static FanToken tokens(Vault vault) {
        return new FanToken(vault, PURPOSE);
    }

    /** One that begins at this time. */
    public static FanSession of(Project project, FanId fan, Vault vault, Instant now) {
        Instant endsAt = now.plus(LENGTH).truncatedTo(ChronoUnit.SECONDS);
        return new FanSession(tokens(vault).issue(project, fan, endsAt), endsAt);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "FanSession[" + endsAt + "]";
    }
}
