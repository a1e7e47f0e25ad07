package dev.actionflows.domain.flow;

/** Whether a flow listens. */
public enum FlowStatus {
    /** Never activated yet. */
    DRAFT,
    /** Listens to its trigger, which it alone owns. */
    ACTIVE,
    /** Does not listen; its runs under way hold before their next step. */
    PAUSED
}
