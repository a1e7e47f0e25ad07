package dev.actionflows.domain.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A feature that a plan may exclude. The wire name is that of the trigger or step type, as
 * deployments list it in {@code PLAN_LIMITS}.
 */
public enum PlanFeature {
    INSTAGRAM_DM("instagram.dm"),
    INSTAGRAM_COMMENT("instagram.comment"),
    RELEASE_DETECTED("release.detected"),
    SEND_INSTAGRAM_DM("send_instagram_dm");

    private final String wireName;

    PlanFeature(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<PlanFeature> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
    }

    /** For messages that list the valid names. */
    public static String wireNames() {
        return Arrays.stream(values()).map(PlanFeature::wireName).collect(Collectors.joining(", "));
    }
}
