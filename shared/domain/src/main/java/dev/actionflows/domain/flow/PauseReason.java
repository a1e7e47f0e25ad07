package dev.actionflows.domain.flow;

import java.util.Locale;

/** Why a flow that listened does so no more. */
public enum PauseReason {
    /** Somebody paused it. */
    REQUESTED,
    /** The project's plan was lowered, and has no room for it. */
    PLAN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when there is no such reason
     */
    public static PauseReason ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
