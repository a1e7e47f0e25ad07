package dev.actionflows.domain.intake;

import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.project.Plan;

/** Which triggers a plan includes, in this deployment. */
@FunctionalInterface
public interface PlanTriggers {
    boolean includes(Plan plan, TriggerType trigger);
}
