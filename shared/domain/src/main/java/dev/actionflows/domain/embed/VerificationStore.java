package dev.actionflows.domain.embed;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;

import java.time.Instant;
import java.util.Optional;

/** Verifications under way. They go away by themselves, some time after they have ended. */
public interface VerificationStore {
    /**
     * Stores a new one. Whoever stores it sends its code, and nobody else does.
     *
     * @return the one of this id that is there already; empty when this one was stored
     */
    Optional<Verification> create(Verification verification);

    Optional<Verification> find(ProjectId project, VerificationId id);

    /** Forgets one whose code was not sent. */
    void discard(ProjectId project, VerificationId id);

    /**
     * Takes one of the tries before the code is looked at, so that of many guesses at once no more
     * are looked at than there are tries. Nothing is taken of one that has ended. The try that was
     * right is granted again, whatever has happened since: its answer may have been lost.
     *
     * @param token tells this try from others; taking it again takes nothing more
     * @return empty when there is no such verification
     */
    Optional<Try> take(ProjectId project, VerificationId id, String token, Instant now);

    /**
     * What came of asking for a try.
     *
     * @param taken not when it has ended, or all tries are used up
     */
    record Try(boolean taken, Verification verification) {}

    /**
     * Notes that the code was right, and gives the try back.
     *
     * @param token of the try; the first one that was right is remembered
     * @param solved counts only the first time
     * @return with what was noted the first time
     */
    Verification solve(
            ProjectId project, VerificationId id, String token, Verification.Solved solved);
}
