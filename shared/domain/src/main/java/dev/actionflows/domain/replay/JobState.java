package dev.actionflows.domain.replay;

/** The state of a job; the names are part of the HTTP contract. */
public enum JobState {
    /** It has been accepted, and no page has been processed. */
    PENDING,
    RUNNING,
    /** Every page has been processed. */
    COMPLETED,
    /** It has ended, and some pages have not been processed. */
    FAILED,
    /** An operator has stopped it. */
    CANCELLED
}
