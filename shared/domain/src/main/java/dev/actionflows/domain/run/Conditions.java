package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.StepCondition;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges the conditions of steps when their turn comes. */
final class Conditions {
    private Conditions() {}

    /** What a condition needs to know. */
    static RequiredFacts requiredFacts(StepCondition condition) {
        Set<SegmentId> segments =
                parts(condition, StepCondition.InSegment.class)
                        .map(StepCondition.InSegment::segment)
                        .collect(Collectors.toSet());
        Set<Channel> consents =
                parts(condition, StepCondition.HasConsent.class)
                        .map(StepCondition.HasConsent::channel)
                        .collect(Collectors.toSet());
        RequiredFacts required =
                RequiredFacts.nothing().withConditions(new ConditionFacts(segments, consents));
        return parts(condition, StepCondition.HasConnection.class).findAny().isPresent()
                ? required.withConnections()
                : required;
    }

    private static <T extends StepCondition> Stream<T> parts(
            StepCondition condition, Class<T> kind) {
        return condition.parts().filter(kind::isInstance).map(kind::cast);
    }

    /** The condition of a step that has not been judged: it is judged once, at its turn. */
    static Optional<StepCondition> toBeJudged(FlowDefinition definition, Run run, int index) {
        return definition.conditions().of(index).filter(_ -> run.step(index).giveUpAt().isEmpty());
    }

    /** The facts of a step with those of its condition. */
    static RequiredFacts addTo(RequiredFacts own, Optional<StepCondition> condition) {
        return condition
                .map(Conditions::requiredFacts)
                .map(
                        it ->
                                own.and(it)
                                        .orElseThrow(
                                                () ->
                                                        new IllegalStateException(
                                                                "conditions read no release")))
                .orElse(own);
    }

    /** Whether a step may be done, as far as its condition is concerned. */
    static boolean areMet(
            Optional<StepCondition> condition, FlowDefinition definition, StepContext context) {
        return condition.isEmpty()
                || isMet(
                        condition.get(),
                        definition,
                        context.run(),
                        context.facts(),
                        Optional.empty(),
                        context.now());
    }

    /**
     * @param justDone the step that was settled after the facts were read: what it did is not among
     *     them; empty if none was
     */
    static boolean isMet(
            StepCondition condition,
            FlowDefinition definition,
            Run run,
            Facts facts,
            Optional<Integer> justDone,
            Instant now) {
        return switch (condition) {
            case StepCondition.HasConnection(var provider) ->
                    facts.connections().stream()
                            .filter(it -> provider.isEmpty() || provider.get() == it.provider())
                            .anyMatch(it -> it.isUsable(now));
            case StepCondition.HasConsent(Channel channel) ->
                    facts.conditions().consents().contains(channel);
            case StepCondition.InSegment(SegmentId segment) ->
                    facts.conditions().segments().contains(segment)
                            || justDone.filter(step -> added(segment, definition, run, step))
                                    .isPresent();
            case StepCondition.StepEnded(int index, var outcomes) ->
                    run.step(index)
                            .outcome()
                            .filter(it -> outcomes.contains(ended(it)))
                            .isPresent();
            case StepCondition.EventIsAbout(String scope) -> run.event().scope().equals(scope);
            case StepCondition.Not(StepCondition other) ->
                    !isMet(other, definition, run, facts, justDone, now);
            case StepCondition.Combined(boolean all, var conditions) ->
                    all
                            ? conditions.stream()
                                    .allMatch(
                                            it -> isMet(it, definition, run, facts, justDone, now))
                            : conditions.stream()
                                    .anyMatch(
                                            it -> isMet(it, definition, run, facts, justDone, now));
        };
    }

    private static boolean added(SegmentId segment, FlowDefinition definition, Run run, int step) {
        return definition.steps().get(step) instanceof AddToSegmentStep(SegmentId to)
                && to.equals(segment)
                && run.step(step)
                        .outcome()
                        .filter(StepOutcome.Completed.class::isInstance)
                        .isPresent();
    }

    private static StepCondition.Ended ended(StepOutcome outcome) {
        return switch (outcome) {
            case StepOutcome.Completed _ -> StepCondition.Ended.COMPLETED;
            case StepOutcome.Skipped _ -> StepCondition.Ended.SKIPPED;
            case StepOutcome.HeldOut _ -> StepCondition.Ended.HELD_OUT;
            case StepOutcome.Failed _ -> StepCondition.Ended.FAILED;
            case StepOutcome.Unknown _ -> StepCondition.Ended.UNKNOWN;
            case StepOutcome.Waiting _ -> StepCondition.Ended.WAITING;
        };
    }
}
