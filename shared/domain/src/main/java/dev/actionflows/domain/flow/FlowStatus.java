package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Optional;

/** Whether a flow listens. */
public enum FlowStatus {
    /** Never activated yet. */
    DRAFT,
    /** Listens to its trigger, which it alone owns. */
    ACTIVE,
    /** Does not listen; its runs under way hold before their next step. */
    PAUSED,
    /** Put away for good; its runs under way do no further step. */
    ARCHIVED;

    /**
     * @return empty when there is no status of this name
     */
    public static Optional<FlowStatus> parse(String text) {
        return Arrays.stream(values()).filter(status -> status.name().equals(text)).findFirst();
    }
}
