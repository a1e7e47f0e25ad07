package dev.actionflows.presave;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code pre_save}. */
public final class PreSaveHandler extends StepHandler {
    public PreSaveHandler() {
        super(steps -> steps.runner(steps.preSave()));
    }

    PreSaveHandler(StepPorts ports, Log log) {
        super(steps -> steps.runner(steps.preSave()), ports, log);
    }
}
