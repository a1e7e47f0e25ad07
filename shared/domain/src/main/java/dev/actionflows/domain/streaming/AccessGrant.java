package dev.actionflows.domain.streaming;

import java.time.Duration;

/**
 * An access token as the service issued it, unsealed; never stored or logged in this form.
 *
 * @param expiresIn the time for which it is valid
 */
public record AccessGrant(String accessToken, Duration expiresIn) {
    /** Omits the token. */
    @Override
    public String toString() {
        return "AccessGrant[" + expiresIn + "]";
    }
}
