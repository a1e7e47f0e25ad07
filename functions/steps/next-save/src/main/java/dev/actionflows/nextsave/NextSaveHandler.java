package dev.actionflows.nextsave;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code next_save}. */
public final class NextSaveHandler extends StepHandler {
    public NextSaveHandler() {
        super(steps -> steps.runner(steps.nextSave()));
    }

    NextSaveHandler(StepPorts ports, Log log) {
        super(steps -> steps.runner(steps.nextSave()), ports, log);
    }
}
