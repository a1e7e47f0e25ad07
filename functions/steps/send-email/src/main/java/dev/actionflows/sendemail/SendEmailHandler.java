package dev.actionflows.sendemail;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code send_email}. */
public final class SendEmailHandler extends StepHandler {
    public SendEmailHandler() {
        super(steps -> steps.messageRunner(steps.sendEmail()));
    }

    SendEmailHandler(StepPorts ports, Log log) {
        super(steps -> steps.messageRunner(steps.sendEmail()), ports, log);
    }
}
