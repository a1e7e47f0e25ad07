package dev.actionflows.followartist;

import dev.actionflows.domain.step.StepType;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StepHandler;

/** Lambda for the step type {@code follow_artist}. */
public final class FollowArtistHandler extends StepHandler {
    public FollowArtistHandler() {
        super(StepType.FOLLOW_ARTIST);
    }

    FollowArtistHandler(StepEndpoint endpoint) {
        super(endpoint);
    }
}
