package dev.actionflows.addtosegment;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code add_to_segment}. */
public final class AddToSegmentHandler extends StepHandler {
    public AddToSegmentHandler() {
        super(steps -> steps.runner(steps.addToSegment()));
    }

    AddToSegmentHandler(StepPorts ports, Log log) {
        super(steps -> steps.runner(steps.addToSegment()), ports, log);
    }
}
