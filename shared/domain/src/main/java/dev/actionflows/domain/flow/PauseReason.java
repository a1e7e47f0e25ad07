package dev.actionflows.domain.flow;

import java.util.Locale;

/** Why an active flow was paused. */
public enum PauseReason {
    /** It was requested. */
    REQUESTED,
    /** The project's plan was downgraded and does not allow it. */
    PLAN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is no such reason
     */
    public static PauseReason ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
