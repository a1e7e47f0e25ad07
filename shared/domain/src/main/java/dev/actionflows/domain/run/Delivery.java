package dev.actionflows.domain.run;

/** How often a step may act. */
public enum Delivery {
    /** Doing it again changes nothing: it is retried until done or given up. */
    REPEATABLE,
    /** Doing it again would reach the fan again: after a failure in doubt it is left as it is. */
    AT_MOST_ONCE
}
