package dev.actionflows.domain.project;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right to send messages as an Instagram account.
 *
 * @param token a long-lived access token, sealed for {@link #TOKEN_CONTEXT}
 * @param issuedAt when the token was set or refreshed
 * @param expiresAt when Meta's token expires; empty until it has been refreshed for the first time,
 *     because a token does not show its age
 * @param endedAt when Meta first said that the authorization has ended; only a new token of the
 *     account's owner helps then
 */
public record InstagramAccess(
        Sealed token, Instant issuedAt, Optional<Instant> expiresAt, Optional<Instant> endedAt) {
    /** The context for which {@link #token} is sealed. */
    public static final String TOKEN_CONTEXT = "instagram-access-token";

    /**
     * Meta refreshes tokens that are at least a day old. Source: "Refresh a long-lived token",
     * Instagram API with Instagram login.
     */
    public static final Duration MIN_AGE_TO_REFRESH = Duration.ofHours(25);

    /** Half of the sixty days for which a token is valid: many attempts are left. */
    public static final Duration REFRESH_BEFORE_END = Duration.ofDays(30);

    /** A token of the account's owner. */
    public static InstagramAccess granted(Sealed token, Instant now) {
        return new InstagramAccess(token, now, Optional.empty(), Optional.empty());
    }

    /** The same right with a new token. */
    public InstagramAccess refreshed(Sealed newToken, Instant now, Duration validFor) {
        return new InstagramAccess(
                newToken, now, Optional.of(now.plus(validFor)), Optional.empty());
    }

    /** The same after Meta said that the authorization has ended. */
    public InstagramAccess ended(Instant now) {
        return new InstagramAccess(token, issuedAt, expiresAt, endedAt.or(() -> Optional.of(now)));
    }

    public boolean hasEnded() {
        return endedAt.isPresent();
    }

    /** Whether it is time for a new token. */
    public boolean isToBeRefreshed(Instant now) {
        return !hasEnded()
                && !now.isBefore(issuedAt.plus(MIN_AGE_TO_REFRESH))
                && expiresAt.filter(end -> now.isBefore(end.minus(REFRESH_BEFORE_END))).isEmpty();
    }
}
