package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what was played with what the flow really did; or, if it has never been active, with
 * what its stored definition would have done.
 */
final class Comparison {
    private final BacktestPlan plan;
    private final PageReads reads;
    private final Deadline deadline;
    private final BacktestDifference.Counter counter = new BacktestDifference.Counter();

    Comparison(BacktestPlan plan, PageReads reads, Deadline deadline) {
        this.plan = plan;
        this.reads = reads;
        this.deadline = deadline;
    }

    /** Whether there is anything to compare with. */
    private boolean isMade() {
        return plan.comparesWithRecorded() || plan.comparesWithStored();
    }

    /**
     * A fan with what is to be counted.
     *
     * @param played what was played; incomplete if the fan cannot be compared
     * @param before what the fan got instead; empty if the fan is not compared
     */
    record Compared(FanBacktest played, Optional<BacktestDifference.Done> before) {}

    /** A fan of whom nothing is played. */
    static Compared unplayed(Fan fan) {
        return new Compared(FanBacktest.unplayed(fan), Optional.empty());
    }

    /**
     * Finds what the fan got instead, which may take as long as the play. A fan who is not played
     * to the end only seems to get less, and one whose events are not all known may seem to get
     * more: neither is compared.
     */
    Compared compare(FanPast past, FanBacktest played) {
        if (!isMade()) {
            return new Compared(played, Optional.empty());
        }
        Optional<BacktestDifference.Done> before =
                played.complete() ? before(past) : Optional.empty();
        return new Compared(before.isPresent() ? played : played.incomplete(), before);
    }

    /** Counts the fan. */
    void add(Compared fan) {
        fan.before().ifPresent(it -> counter.add(fan.played().fan().id(), done(fan.played()), it));
    }

    Optional<BacktestDifference> result() {
        return isMade()
                ? Optional.of(counter.result(plan.comparesWithRecorded()))
                : Optional.empty();
    }

    private Optional<BacktestDifference.Done> before(FanPast past) {
        if (plan.comparesWithRecorded()) {
            return Optional.of(done(past.runs().filter(run -> !run.test()).filter(plan::replaces)));
        }
        return Optional.of(FanBacktest.of(plan.of(plan.live()), past, reads, deadline))
                .filter(FanBacktest::complete)
                .map(it -> done(it, plan.live().definition()));
    }

    private BacktestDifference.Done done(FanBacktest played) {
        return done(played, plan.flow().definition());
    }

    private static BacktestDifference.Done done(FanBacktest played, FlowDefinition definition) {
        BacktestDifference.Done done = new BacktestDifference.Done();
        played.runs().forEach(run -> add(run.run(), definition, done));
        return done;
    }

    private BacktestDifference.Done done(Stream<Run> runs) {
        BacktestDifference.Done done = new BacktestDifference.Done();
        runs.forEach(run -> reads.version(run.flowVersion()).ifPresent(it -> add(run, it, done)));
        return done;
    }

    private static void add(Run run, FlowDefinition definition, BacktestDifference.Done done) {
        for (int index = 0; index < run.steps().size(); index++) {
            if (wasDone(run.step(index))) {
                done.add(index, shown(definition.steps().get(index), run.step(index)));
            }
        }
    }

    /** The step as this fan got it: of a message with variants, only one of them. */
    private static Step shown(Step step, RunStep done) {
        return done.permit()
                .flatMap(it -> it.assigned().variant())
                .map(number -> number > 0 ? step.variants().get(number - 1) : first(step))
                .orElse(step);
    }

    private static Step first(Step step) {
        return switch (step) {
            case Step.SendText(var text, var onUnmet, var isFallback, _) ->
                    new Step.SendText(text, onUnmet, isFallback);
            case Step.SendEmail(var subject, var body, var onUnmet, var isFallback, _) ->
                    new Step.SendEmail(subject, body, onUnmet, isFallback);
            case Step.SendInstagramDm(var text, var onUnmet, var isFallback, _) ->
                    new Step.SendInstagramDm(text, onUnmet, isFallback);
            default -> step;
        };
    }

    /** Done, or possibly done; a message that has not arrived was sent, too. */
    private static boolean wasDone(RunStep step) {
        return step.outcome()
                .filter(
                        it ->
                                switch (it) {
                                    case StepOutcome.Completed _, StepOutcome.Unknown _ -> true;
                                    case StepOutcome.Failed _ -> step.mayHaveSent();
                                    case StepOutcome.Skipped _,
                                            StepOutcome.HeldOut _,
                                            StepOutcome.Waiting _ ->
                                            false;
                                })
                .isPresent();
    }
}
