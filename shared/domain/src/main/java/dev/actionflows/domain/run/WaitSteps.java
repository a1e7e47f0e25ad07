package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;

import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Judges wait steps. They have no function: whoever brings a run to one decides about it in the
 * same write, by facts that were read together with those of the step before.
 */
final class WaitSteps {
    private final WaitOutcomes outcomes;

    /**
     * @param quietHours knows the time zones of phone numbers; supplied when one is needed
     */
    WaitSteps(Supplier<QuietHours> quietHours) {
        this.outcomes = new WaitOutcomes(quietHours);
    }

    /** Facts and the request for them. */
    record KnownFacts(RequiredFacts required, Facts facts) {}

    /** The facts for the wait steps that come next once this step is settled. */
    RequiredFacts requiredAfter(int settled, FlowDefinition definition, Run run) {
        RunOutline outline = RunOutline.of(run);
        return allUntilNextFunction(
                IntStream.range(0, run.steps().size())
                        .filter(index -> index != settled && run.step(index).isOpen()),
                definition,
                index -> required(index, definition, outline, isJudged(index, run)));
    }

    /** The same before the run is read, as if the steps before were settled and no later one. */
    RequiredFacts expectedAfter(int settled, FlowDefinition definition, RunOutline run) {
        return allUntilNextFunction(
                IntStream.range(settled + 1, definition.steps().size()),
                definition,
                index -> required(index, definition, run, false));
    }

    private static RequiredFacts allUntilNextFunction(
            IntStream open, FlowDefinition definition, IntFunction<RequiredFacts> needs) {
        RequiredFacts required = RequiredFacts.nothing();
        for (int index : open.takeWhile(it -> isWait(it, definition)).toArray()) {
            Optional<RequiredFacts> more = required.and(needs.apply(index));
            if (more.isEmpty()) {
                break;
            }
            required = more.get();
        }
        return required;
    }

    private static boolean isWait(int index, FlowDefinition definition) {
        return definition.steps().get(index) instanceof WaitStep;
    }

    /** Whether a wait step has been judged, and so has its condition: it has waited since. */
    private static boolean isJudged(int index, Run run) {
        return run.step(index).startedAt().isPresent();
    }

    private static RequiredFacts required(
            int index, FlowDefinition definition, RunOutline run, boolean judged) {
        RequiredFacts required =
                definition
                        .conditions()
                        .of(index)
                        .filter(_ -> !judged)
                        .map(Conditions::requiredFacts)
                        .orElseGet(RequiredFacts::nothing);
        return Replies.addTo(required(required, index, definition, run), definition, run);
    }

    private static RequiredFacts required(
            RequiredFacts required, int index, FlowDefinition definition, RunOutline run) {
        return switch (step(index, definition).time()) {
            case WaitTime.For _ -> required;
            case WaitTime.At _ -> required.withFan();
            case WaitTime.ReleaseDay day ->
                    day.release()
                            .or(
                                    () ->
                                            FlowSubject.of(definition, run.trigger(), run.subject())
                                                    .release())
                            .map(required.withFan()::withRelease)
                            .orElseGet(required::withFan);
        };
    }

    private static WaitStep step(int index, FlowDefinition definition) {
        return (WaitStep) definition.steps().get(index);
    }

    /**
     * The run with outcomes of the wait steps that are next: it waits, goes on or has ended.
     *
     * @param settled the step that has just been done, if any
     * @param known what is known; a wait step that needs more is left open, and with it the run
     */
    Run advance(
            Run run,
            FlowDefinition definition,
            Optional<Integer> settled,
            Optional<KnownFacts> known,
            Instant now) {
        Run advanced = run;
        while (advanced.isAtWaitStep()) {
            int index = advanced.nextStep().orElseThrow();
            RequiredFacts required =
                    required(index, definition, RunOutline.of(advanced), isJudged(index, advanced));
            if (!required.equals(RequiredFacts.nothing())
                    && known.filter(it -> it.required().include(required)).isEmpty()) {
                return advanced;
            }
            Instant startedAt = advanced.step(index).startedAt().orElse(turn(index, advanced, now));
            StepOutcome outcome =
                    outcome(index, definition, advanced, settled, known, startedAt, now);
            advanced =
                    advanced.settled(
                            index,
                            new OutcomeRecord(
                                    outcome,
                                    startedAt,
                                    now,
                                    1,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()),
                            // the steps after a wait are never due at once because its time is
                            // unknown
                            OnFailure.STOP);
        }
        return advanced;
    }

    /** When the step's turn came: the turn of a run's first step came when the run started. */
    private static Instant turn(int index, Run run, Instant now) {
        return index == 0 && run.epoch() == 1 ? run.startedAt() : now;
    }

    private StepOutcome outcome(
            int index,
            FlowDefinition definition,
            Run run,
            Optional<Integer> settled,
            Optional<KnownFacts> known,
            Instant startedAt,
            Instant now) {
        if (known.map(KnownFacts::facts).filter(Replies::stop).isPresent()) {
            return new StepOutcome.Skipped(Reason.FAN_REPLIED);
        }
        boolean isSkipped =
                !isJudged(index, run)
                        && definition
                                .conditions()
                                .of(index)
                                .filter(
                                        it ->
                                                !Conditions.isMet(
                                                        it,
                                                        definition,
                                                        run,
                                                        known.map(KnownFacts::facts)
                                                                .orElseGet(Facts::none),
                                                        settled,
                                                        now))
                                .isPresent();
        if (isSkipped) {
            return new StepOutcome.Skipped(Reason.CONDITION_NOT_MET);
        }
        return outcomes.of(
                step(index, definition).time(),
                run.fan(),
                known.map(KnownFacts::facts),
                startedAt,
                isJudged(index, run),
                now);
    }
}
