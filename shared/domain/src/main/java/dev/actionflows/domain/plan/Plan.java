package dev.actionflows.domain.plan;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the project has subscribed to; what it includes says {@link
 * dev.actionflows.domain.management.PlanLimits}.
 */
public enum Plan {
    BASIC,
    PRO,
    ENTERPRISE;

    public static Optional<Plan> parse(String text) {
        return Arrays.stream(values()).filter(plan -> plan.name().equals(text)).findFirst();
    }
}
