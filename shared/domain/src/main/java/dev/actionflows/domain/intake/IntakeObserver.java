package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.trigger.TriggerType;

/**
 * Is told of events, for logs and metrics. It never throws, and nothing depends on what it does.
 */
@FunctionalInterface
public interface IntakeObserver {
    /** A verified event has been dealt with; whatever came of it is stored. */
    void eventReceived(ProjectId project, TriggerType trigger, EventOutcome outcome);
}
