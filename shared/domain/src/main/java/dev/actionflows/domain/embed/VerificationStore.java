package dev.actionflows.domain.embed;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;

import java.time.Instant;
import java.util.Optional;

/** Verifications in progress. They are deleted some time after they have expired. */
public interface VerificationStore {
    /**
     * Stores a verification. Only the caller that stores it sends its code.
     *
     * @return the existing verification of this id; empty if this one was stored
     */
    Optional<Verification> create(Verification verification);

    Optional<Verification> find(ProjectId project, VerificationId id);

    /** Deletes a verification whose code was not sent. */
    void discard(ProjectId project, VerificationId id);

    /**
     * Takes one of the tries before the code is checked, so that of many concurrent guesses no more
     * are checked than there are tries. Takes nothing from an expired verification. The try that
     * was right is granted again, regardless of what has happened since: its response may have been
     * lost.
     *
     * @param token identifies the try; taking it again takes nothing more
     * @return empty if the verification does not exist
     */
    Optional<Try> take(ProjectId project, VerificationId id, String token, Instant now);

    /**
     * The result of taking a try.
     *
     * @param taken false if the verification has expired or all tries are used up
     */
    record Try(boolean taken, Verification verification) {}

    /**
     * Records that the code was right, and returns the try.
     *
     * @param token identifies the try; the first one that was right is recorded
     * @param solved recorded only the first time
     * @return with what was recorded the first time
     */
    Verification solve(
            ProjectId project, VerificationId id, String token, Verification.Solved solved);
}
