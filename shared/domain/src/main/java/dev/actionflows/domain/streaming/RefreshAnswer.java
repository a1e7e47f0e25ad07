package dev.actionflows.domain.streaming;

import java.util.Optional;

/** The answer to a request for a new access token (RFC 6749, section 6). */
public sealed interface RefreshAnswer {
    /**
     * @param rotatedUserToken the new refresh token, which replaces the one that was used; empty if
     *     the service keeps that
     */
    record Granted(AccessGrant access, Optional<String> rotatedUserToken) implements RefreshAnswer {
        /** Omits the tokens. */
        @Override
        public String toString() {
            return "Granted[" + access + "]";
        }
    }

    /**
     * @param result any but {@link StreamingResult.Done}; {@link
     *     StreamingResult.AuthorizationEnded} if the service no longer accepts the refresh token
     */
    record RefreshDenied(StreamingResult result) implements RefreshAnswer {}
}
