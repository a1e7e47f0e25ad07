package dev.actionflows.domain.management;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.run.CausedEvent;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.MessageEvents;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows what the steps of a run have led to. */
public final class ChainService {
    private final FactReader facts;
    private final EventLog events;
    private final StepActions actions;

    public ChainService(FactReader facts, EventLog events, StepActions actions) {
        this.facts = facts;
        this.events = events;
        this.actions = actions;
    }

    /**
     * The results of the events that the run's steps have caused, in the order of the steps: one
     * for each flow that listened. A new run is visible after a moment.
     */
    public List<EventResult> ledTo(Run run) {
        ProjectId project = run.key().project();
        List<Step> steps =
                facts.flowVersion(project, run.flow(), run.flowVersion()).definition().steps();
        return IntStream.range(0, Math.min(run.steps().size(), steps.size()))
                .filter(index -> !run.step(index).isOpen())
                .boxed()
                .flatMap(index -> eventsOf(run, index, steps.get(index)))
                .flatMap(event -> events.trace(project, event).stream())
                .toList();
    }

    private Stream<CausedEvent> causedEvents(Run run, Step step) {
        return Stream.concat(
                actions.of(step).causedEvents(step, run.key().project()).stream(),
                MessageEvents.causedBy(run.flow(), step).stream());
    }

    private Stream<EventId> eventsOf(Run run, int index, Step step) {
        return causedEvents(run, step)
                .map(it -> OutcomeEvent.idOf(run.key().run(), index, it.type(), it.scope()));
    }
}
