package dev.actionflows.domain.project;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets a browser use the management API for a while with the rights of the key with which somebody
 * signed in.
 *
 * @param keyHash see {@link ApiKey#hash}
 */
public record ConsoleSession(ApiKey.Kind kind, String keyHash, Instant endsAt) {
    /** How long a session lasts, unless its key ends earlier. */
    public static final Duration LENGTH = Duration.ofHours(12);
}
