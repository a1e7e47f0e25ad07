package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/** Follows the artist on the fan's behalf. */
public final class FollowArtistAction implements StepAction<Step.FollowArtist> {
    private final StreamingStepSupport streaming;

    public FollowArtistAction(StreamingStepSupport streaming) {
        this.streaming = streaming;
    }

    @Override
    public Class<Step.FollowArtist> stepClass() {
        return Step.FollowArtist.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    @Override
    public RequiredFacts requiredFacts(Step.FollowArtist step) {
        return RequiredFacts.nothing().withProject().withConnections();
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(
            Step.FollowArtist step, StepContext context) {
        return streaming.missingRequirement(
                StreamingOperation.FOLLOW_ARTIST, StreamingTarget.of(context));
    }

    @Override
    public Attempt attempt(Step.FollowArtist step, StepContext context) {
        return streaming.attempt(
                StreamingOperation.FOLLOW_ARTIST,
                step.artist(),
                Reason.FOLLOWED,
                StreamingTarget.of(context));
    }
}
