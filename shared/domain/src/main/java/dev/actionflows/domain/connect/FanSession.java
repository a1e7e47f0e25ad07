package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Lets a page of the project show, for a while, that a known fan is using it.
 *
 * @param token see {@link FanToken}
 */
public record FanSession(String token, Instant endsAt) {
    /** The purpose of the token. */
    public static final String PURPOSE = "fan";

    private static final Duration LENGTH = Duration.ofHours(1);

    /** Issues and verifies the tokens of sessions. */
    public static FanToken tokens(Vault vault) {
        return new FanToken(vault, PURPOSE);
    }

    /** A session that begins at this time. */
    public static FanSession of(Project project, FanId fan, Vault vault, Instant now) {
        Instant endsAt = now.plus(LENGTH).truncatedTo(ChronoUnit.SECONDS);
        return new FanSession(tokens(vault).issue(project, fan, endsAt), endsAt);
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "FanSession[" + endsAt + "]";
    }
}
