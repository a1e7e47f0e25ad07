package dev.actionflows.domain.connect;

/** What a fan's browser brings back from a streaming service, unverified. */
public sealed interface ServiceAnswer {
    /** Spotify: the fan consented. */
    record Code(String code) implements ServiceAnswer {
        /** Omits the code. */
        @Override
        public String toString() {
            return "Code[]";
        }
    }

    /** Apple Music: the fan consented. */
    record UserToken(String userToken) implements ServiceAnswer {
        /** Omits the token. */
        @Override
        public String toString() {
            return "UserToken[]";
        }
    }

    /**
     * The fan declined, or the service could not ask.
     *
     * @param error one of RFC 6749, section 4.1.2.1, such as {@code access_denied}
     */
    record Denial(String error) implements ServiceAnswer {}
}
