package dev.actionflows.domain.intake;

import dev.actionflows.domain.project.Plan;
import dev.actionflows.domain.trigger.TriggerType;

/** Which triggers a plan includes, in this deployment. */
@FunctionalInterface
public interface PlanTriggers {
    boolean includes(Plan plan, TriggerType trigger);
}
