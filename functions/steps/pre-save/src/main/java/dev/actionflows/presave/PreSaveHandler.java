package dev.actionflows.presave;

import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StepHandler;

/** Lambda for the step type {@code pre_save}. */
public final class PreSaveHandler extends StepHandler {
    public PreSaveHandler() {
        super(StepActions::preSave);
    }

    PreSaveHandler(StepEndpoint endpoint) {
        super(endpoint);
    }
}
