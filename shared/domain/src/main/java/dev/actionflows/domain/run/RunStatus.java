package dev.actionflows.domain.run;

public enum RunStatus {
    /** Steps are being done, or are about to be. */
    RUNNING,
    /** No step can be done now: the run continues when a requirement is met, or at its due time. */
    WAITING,
    /** Every step has its outcome; none has failed. */
    COMPLETED,
    /** Every step has its outcome; at least one has failed. */
    FAILED,
    /** Ended by the label before every step was done. */
    CANCELLED;

    /** Whether the run waits or has ended, so that failed steps can be tried again. */
    public boolean isAtRest() {
        return switch (this) {
            case WAITING, COMPLETED, FAILED -> true;
            case RUNNING, CANCELLED -> false;
        };
    }
}
