package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/** Issues access tokens of Instagram accounts. */
@FunctionalInterface
public interface InstagramTokenProvider {
    /**
     * Requests a token in place of one that is at least a day old and has not expired. Harmless to
     * repeat: the previous token stays valid until it expires.
     *
     * @param timeout for connection and response together
     */
    Refresh refresh(InstagramToken token, Duration timeout);

    /** The result of a request. */
    sealed interface Refresh {
        /**
         * @param validFor how long the new token is valid from now
         */
        record Refreshed(InstagramToken token, Duration validFor) implements Refresh {}

        /** The authorization has ended; only the account's owner can renew it. */
        record Ended() implements Refresh {}

        /** No new token; the previous one is as valid as before. */
        record NotRefreshed(Reason reason) implements Refresh {}
    }
}
