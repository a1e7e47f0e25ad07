package dev.actionflows.domain.management;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;

import java.time.Duration;
import java.time.Instant;

/** Records requests by their idempotency key, so that a repeated request is not performed again. */
public interface RequestStore {
    /** How long an attempt owns the request: longer than the timeout of a function. */
    Duration LEASE = Duration.ofSeconds(30);

    /** How long a request is kept, from its first attempt on. */
    Duration KEPT = Duration.ofHours(24);

    /**
     * Claims the request, if it is new or its earlier owner is dead.
     *
     * @param request hash of the caller and the key
     * @param fingerprint hash of the content
     * @param attempt unique to this attempt
     */
    Begun begin(String request, String fingerprint, String attempt, Instant now);

    /**
     * Whether a request was begun and is still stored. Stores nothing.
     *
     * @param request hash of the caller and the key
     * @param fingerprint hash of the content
     */
    boolean isKnown(String request, String fingerprint, Instant now);

    /**
     * Stores the response, unless another attempt has claimed the request in the meantime.
     *
     * @param answer the sealed response, and the project for whose key it is sealed
     */
    void finish(String request, String attempt, KeptAnswer answer);

    /** Deletes the request: nothing was done. */
    void forget(String request, String attempt);

    /** Releases the request: something may have been done, and it may be retried immediately. */
    void giveBack(String request, String attempt);

    /** A response that was sent. */
    record KeptAnswer(ProjectId project, Sealed text) {}

    /** The result of claiming a request. */
    sealed interface Begun {
        /**
         * The attempt owns the request.
         *
         * @param seed equal for all attempts of one request, so that they create objects with the
         *     same ids
         */
        record Mine(String seed) implements Begun {}

        /** Another attempt is in progress. */
        record UnderWay() implements Begun {}

        record Done(KeptAnswer answer) implements Begun {}

        /** The key was used for a different request. */
        record OtherRequest() implements Begun {}
    }
}
