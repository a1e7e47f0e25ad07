package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Optional;

/** Whether a flow listens. */
public enum FlowStatus {
    /** Never activated. */
    DRAFT,
    /** Listens to its trigger; the sole owner of its scope. */
    ACTIVE,
    /** Does not listen; its runs hold before their next step. */
    PAUSED,
    /** Permanently inactive; its runs do no further steps. */
    ARCHIVED;

    /**
     * @return empty if there is no status with this name
     */
    public static Optional<FlowStatus> parse(String text) {
        return Arrays.stream(values()).filter(status -> status.name().equals(text)).findFirst();
    }
}
