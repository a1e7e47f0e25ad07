package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.CausedEvent;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The step type {@code follow_artist}: follows an artist on the fan's behalf. */
public final class FollowArtistAction implements StepAction<Step.FollowArtist> {
    private final StreamingAction streaming;
    private final Catalog catalog;

    public FollowArtistAction(StreamingAction streaming, Catalog catalog) {
        this.streaming = streaming;
        this.catalog = catalog;
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
        return streaming.missingRequirement(task(step).operation(), StreamingTarget.of(context));
    }

    @Override
    public Attempt attempt(Step.FollowArtist step, StepContext context) {
        return streaming.attempt(task(step), StreamingTarget.of(context));
    }

    private static StreamingTask task(Step.FollowArtist step) {
        return new StreamingTask.FollowArtist(Optional.of(step.artist()));
    }

    @Override
    public Set<TriggerType> causes() {
        return Set.of(TriggerType.ARTIST_FOLLOWED);
    }

    /**
     * The step has the artist's ids at the services; an event is about an artist of the project.
     */
    @Override
    public List<CausedEvent> causedEvents(Step.FollowArtist step, ProjectId project) {
        return catalog.artists(project).stream()
                .filter(artist -> isMeantBy(step.artist(), artist))
                .map(artist -> CausedEvent.of(TriggerType.ARTIST_FOLLOWED, artist.id().value()))
                .toList();
    }

    private static boolean isMeantBy(ProviderIds ids, Artist artist) {
        return artist.providerIds().byProvider().entrySet().stream()
                .anyMatch(
                        known ->
                                ids.at(known.getKey())
                                        .filter(known.getValue()::equals)
                                        .isPresent());
    }

    @Override
    public Optional<String> missingSetup(Step.FollowArtist step, Project project) {
        return StreamingStepSupport.missingSetup(project);
    }

    @Override
    public Step.FollowArtist sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.FollowArtist(subjects.artist(), onUnmet);
    }

    @Override
    public boolean agrees(Step.FollowArtist step, StepOutcome outcome, ObservedEffects observed) {
        return !(outcome instanceof StepOutcome.Completed)
                || observed.hasDone(StreamingOperation.FOLLOW_ARTIST);
    }
}
