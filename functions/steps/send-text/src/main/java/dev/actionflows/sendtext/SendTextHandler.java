package dev.actionflows.sendtext;

import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.Preparation;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.HttpClients;

/** Lambda for the step type {@code send_text}. */
public final class SendTextHandler extends StepHandler {
    public SendTextHandler() {
        Preparation.inBackground(QuietHours::standard, HttpClients::load);
        super(steps -> steps.messageRunner(steps.sendText()));
    }

    SendTextHandler(StepPorts ports, Log log) {
        super(steps -> steps.messageRunner(steps.sendText()), ports, log);
    }
}
