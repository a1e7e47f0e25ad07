package dev.actionflows.followartist;

import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.lambda.step.StepHandler;
import dev.actionflows.lambda.telemetry.Log;

/** Lambda for the step type {@code follow_artist}. */
public final class FollowArtistHandler extends StepHandler {
    public FollowArtistHandler() {
        super(steps -> steps.runner(steps.followArtist()));
    }

    FollowArtistHandler(StepPorts ports, Log log) {
        super(steps -> steps.runner(steps.followArtist()), ports, log);
    }
}
