package dev.actionflows.domain.action;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.Needs;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.Unmet;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/** Follows the artist on the fan's behalf. */
public final class FollowArtistAction implements StepAction<Step.FollowArtist> {
    private final FanStreaming streaming;

    public FollowArtistAction(FanStreaming streaming) {
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
    public Needs needs(Step.FollowArtist step) {
        return Needs.nothing().withProject().withConnections();
    }

    @Override
    public Optional<Unmet> unmet(Step.FollowArtist step, StepContext context) {
        return streaming.unmet(StreamingOperation.FOLLOW_ARTIST, StreamingFan.of(context));
    }

    @Override
    public Attempt attempt(Step.FollowArtist step, StepContext context) {
        return streaming.attempt(
                StreamingOperation.FOLLOW_ARTIST,
                step.artist(),
                Reason.FOLLOWED,
                StreamingFan.of(context));
    }
}
