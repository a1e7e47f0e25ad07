package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.trigger.TriggerType;

/** Observes events, for logs and metrics. Never throws, and nothing depends on it. */
@FunctionalInterface
public interface IntakeObserver {
    /** A verified event was handled and its result is stored. */
    void eventReceived(ProjectId project, TriggerType trigger, EventOutcome outcome);
}
