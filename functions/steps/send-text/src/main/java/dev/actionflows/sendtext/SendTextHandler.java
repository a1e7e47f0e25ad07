package dev.actionflows.sendtext;

import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StepHandler;

/** Lambda for the step type {@code send_text}. */
public final class SendTextHandler extends StepHandler {
    public SendTextHandler() {
        super(StepActions::sendText);
    }

    SendTextHandler(StepEndpoint endpoint) {
        super(endpoint);
    }
}
