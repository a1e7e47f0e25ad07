package dev.actionflows.addtolibrary;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code add_to_library}. */
public final class AddToLibraryHandler extends StepHandler {
    public AddToLibraryHandler() {
        super(steps -> steps.runner(steps.addToLibrary()));
    }

    AddToLibraryHandler(StepPorts ports, Log log) {
        super(steps -> steps.runner(steps.addToLibrary()), ports, log);
    }
}
