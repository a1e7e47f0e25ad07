package dev.actionflows.domain.project;

import java.util.Arrays;
import java.util.Optional;

/** What the project has subscribed to; it limits flows and triggers. */
public enum Plan {
    BASIC,
    PRO,
    ENTERPRISE;

    public static Optional<Plan> parse(String text) {
        return Arrays.stream(values()).filter(plan -> plan.name().equals(text)).findFirst();
    }

    /** Whether the project may have an Instagram account, and flows that listen to it. */
    public boolean includesInstagram() {
        return switch (this) {
            case BASIC -> false;
            case PRO, ENTERPRISE -> true;
        };
    }
}
