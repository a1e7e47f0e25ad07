package dev.actionflows.domain.intake;

/** What came of something that reached us, in a word. */
public enum EventOutcome {
    /** A fan wants no more messages. */
    STOPPED,
    RESTARTED,
    /** The provider answers HELP itself. */
    HELP,
    /** No active flow listens to it. */
    NO_FLOW,
    RUN_STARTED,
    /** A flow listens, but did not let the fan in. */
    NOT_ENTERED,
    /** Delivered before. */
    DUPLICATE
}
