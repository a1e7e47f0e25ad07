package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.step.Step;

import java.util.Optional;

/**
 * The facts that a step needs, in one request: its own, and those of its flow and of the wait steps
 * after it.
 *
 * @param <S> the step type
 */
final class StepNeeds<S extends Step> {
    private final StepAction<S> action;
    private final WaitSteps waits;

    StepNeeds(StepAction<S> action, WaitSteps waits) {
        this.action = action;
        this.waits = waits;
    }

    /** What a step of this run needs, apart from its condition. */
    RequiredFacts of(FlowDefinition definition, S step, int index, Run run) {
        return all(
                definition,
                step,
                index,
                RunOutline.of(run),
                waits.requiredAfter(index, definition, run));
    }

    /**
     * What a step will need, its condition included, if its turn has just come.
     *
     * @return empty if the flow has no such step
     */
    Optional<RequiredFacts> expected(FlowDefinition definition, int index, RunOutline run) {
        return definition.steps().stream()
                .skip(index)
                .findFirst()
                .filter(action.stepClass()::isInstance)
                .map(action.stepClass()::cast)
                .map(
                        step ->
                                Conditions.addTo(
                                        all(
                                                definition,
                                                step,
                                                index,
                                                run,
                                                waits.expectedAfter(index, definition, run)),
                                        definition.conditions().of(index)));
    }

    private RequiredFacts all(
            FlowDefinition definition,
            S step,
            int index,
            RunOutline run,
            RequiredFacts waitsAfterIt) {
        FlowSubject subject = FlowSubject.of(definition, run.trigger(), run.subject());
        RequiredFacts own =
                LinkMessage.addTo(action.requiredFacts(step, subject), definition, index);
        RequiredFacts heard = action.causes().isEmpty() ? own : own.withListeners();
        return Replies.addTo(heard.and(waitsAfterIt).orElse(heard), definition, run);
    }
}
