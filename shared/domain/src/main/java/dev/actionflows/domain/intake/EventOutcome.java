package dev.actionflows.domain.intake;

/** The result of an event as a single value. */
public enum EventOutcome {
    /** The fan opted out of messages. */
    STOPPED,
    RESTARTED,
    /** The fan confirmed the consent that the project asked to confirm. */
    CONFIRMED,
    /** The provider answers HELP itself. */
    HELP,
    /** No active flow listens to it. */
    NO_FLOW,
    RUN_STARTED,
    /** A flow listens but did not let the fan in. */
    NOT_ENTERED,
    /** It was delivered before. */
    DUPLICATE
}
