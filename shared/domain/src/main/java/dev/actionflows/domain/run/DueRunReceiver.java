package dev.actionflows.domain.run;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.time.InstantSource;

/**
 * Handles {@link WakeUp.RunDue}. A run that cannot be resumed is set aside, so that it does not
 * stay at the head of the index; if a service was only busy, the next sweep finds the run again.
 */
public final class DueRunReceiver {
    private final RunResumer resumer;
    private final SetAsideRunStore setAside;
    private final InstantSource clock;

    public DueRunReceiver(RunResumer resumer, SetAsideRunStore setAside, InstantSource clock) {
        this.resumer = resumer;
        this.setAside = setAside;
        this.clock = clock;
    }

    /**
     * @throws RuntimeException the failure that kept the run from being resumed, after it was
     *     handled
     */
    public RunResumer.Resumption receive(RunKey run) {
        try {
            return resumer.resume(run);
        } catch (RuntimeException e) {
            if (!isBusy(e)) {
                setAside(run, e);
            }
            throw e;
        }
    }

    private void setAside(RunKey run, RuntimeException failure) {
        try {
            setAside.setAside(run, clock.instant());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isBusy(RuntimeException failure) {
        return failure instanceof ProblemException problem && problem.code() == ErrorCode.TRY_AGAIN;
    }
}
