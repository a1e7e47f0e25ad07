package dev.actionflows.domain.plan;

/** Which features the plans of this deployment include. */
@FunctionalInterface
public interface PlanFeatures {
    boolean includes(Plan plan, PlanFeature feature);
}
