package dev.actionflows.domain.plan;

import java.util.Arrays;
import java.util.Optional;

/**
 * The plan of a project; {@link dev.actionflows.domain.management.PlanLimits} says what it
 * includes.
 */
public enum Plan {
    BASIC,
    PRO,
    ENTERPRISE;

    public static Optional<Plan> parse(String text) {
        return Arrays.stream(values()).filter(plan -> plan.name().equals(text)).findFirst();
    }
}
