package dev.actionflows.addtosegment;

import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StepHandler;

/** Lambda for the step type {@code add_to_segment}. */
public final class AddToSegmentHandler extends StepHandler {
    public AddToSegmentHandler() {
        super(StepActions::addToSegment);
    }

    AddToSegmentHandler(StepEndpoint endpoint) {
        super(endpoint);
    }
}
