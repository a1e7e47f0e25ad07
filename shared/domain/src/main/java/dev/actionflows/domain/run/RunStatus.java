package dev.actionflows.domain.run;

public enum RunStatus {
    /** Steps are being done, or are about to be. */
    RUNNING,
    /** Nothing can be done now: it goes on when a requirement is met, or at its due time. */
    WAITING,
    /** Every step has its outcome, and none has failed. */
    COMPLETED,
    /** Every step has its outcome, and at least one has failed. */
    FAILED
}
