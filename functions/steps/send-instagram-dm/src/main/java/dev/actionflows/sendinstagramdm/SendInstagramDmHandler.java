package dev.actionflows.sendinstagramdm;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code send_instagram_dm}. */
public final class SendInstagramDmHandler extends StepHandler {
    public SendInstagramDmHandler() {
        super(steps -> steps.messageRunner(steps.sendInstagramDm()));
    }

    SendInstagramDmHandler(StepPorts ports, Log log) {
        super(steps -> steps.messageRunner(steps.sendInstagramDm()), ports, log);
    }
}
