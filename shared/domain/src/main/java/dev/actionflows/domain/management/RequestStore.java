package dev.actionflows.domain.management;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;

import java.time.Duration;
import java.time.Instant;

/**
 * Remembers requests by the key that their sender gave them, so that one that comes again is not
 * carried out again.
 */
public interface RequestStore {
    /** How long an attempt has the request to itself: longer than a function lives for one call. */
    Duration LEASE = Duration.ofSeconds(30);

    /** How long a request is remembered, from its first attempt on. */
    Duration KEPT = Duration.ofHours(24);

    /**
     * Takes the request, if it is new or whoever had it is dead.
     *
     * @param request of whom and under which key, as a hash
     * @param fingerprint what is asked for, as a hash
     * @param attempt unique to this attempt
     */
    Begun begin(String request, String fingerprint, String attempt, Instant now);

    /**
     * Whether a request was begun and is remembered. Stores nothing.
     *
     * @param request of whom and under which key, as a hash
     * @param fingerprint what is asked for, as a hash
     */
    boolean isKnown(String request, String fingerprint, Instant now);

    /**
     * Keeps the answer, unless somebody else has taken the request in the meantime.
     *
     * @param answer for which project's key it is sealed, and the sealed text
     */
    void finish(String request, String attempt, KeptAnswer answer);

    /** Nothing was done, and the request may be forgotten. */
    void forget(String request, String attempt);

    /** Something may have been done; the same request may be tried again at once. */
    void giveBack(String request, String attempt);

    /** An answer that was given. */
    record KeptAnswer(ProjectId project, Sealed text) {}

    /** Where an attempt stands. */
    sealed interface Begun {
        /**
         * It has the request to itself.
         *
         * @param seed the same for all attempts of one request: what they make has the same id
         */
        record Mine(String seed) implements Begun {}

        /** Another attempt is under way. */
        record UnderWay() implements Begun {}

        record Done(KeptAnswer answer) implements Begun {}

        /** The key was used for something else. */
        record OtherRequest() implements Begun {}
    }
}
