package dev.actionflows.domain.run;

/** How often a step may act. */
public enum Delivery {
    /** Repeating the step changes nothing: it is retried until it succeeds or is given up. */
    REPEATABLE,
    /**
     * Repeating the step would reach the fan again: it is not retried after an ambiguous failure.
     */
    AT_MOST_ONCE
}
