package dev.actionflows.domain.connect;

/** What a fan's browser brings back from a streaming service; nothing of it is checked yet. */
public sealed interface ServiceAnswer {
    /** Spotify: the fan said yes. */
    record Code(String code) implements ServiceAnswer {
        /** Without the code. */
        @Override
        public String toString() {
            return "Code[]";
        }
    }

    /** Apple Music: the fan said yes. */
    record UserToken(String userToken) implements ServiceAnswer {
        /** Without the token. */
        @Override
        public String toString() {
            return "UserToken[]";
        }
    }

    /**
     * No, or not now.
     *
     * @param error one of RFC 6749, section 4.1.2.1, such as {@code access_denied}
     */
    record Denial(String error) implements ServiceAnswer {}
}
