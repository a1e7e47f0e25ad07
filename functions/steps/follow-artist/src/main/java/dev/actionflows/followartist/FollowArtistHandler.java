package dev.actionflows.followartist;

import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StepHandler;

/** Lambda for the step type {@code follow_artist}. */
public final class FollowArtistHandler extends StepHandler {
    public FollowArtistHandler() {
        super(StepActions::followArtist);
    }

    FollowArtistHandler(StepEndpoint endpoint) {
        super(endpoint);
    }
}
