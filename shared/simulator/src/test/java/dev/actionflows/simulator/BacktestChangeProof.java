package dev.actionflows.simulator;

import dev.actionflows.domain.backtest.BacktestDifference;
import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.FanBacktest;
import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Backtests another definition of a flow, and compares the differences that the pages report with
 * the difference between what the backtest says it played and what is recorded, over all fans.
 */
final class BacktestChangeProof {
    private final BacktestPages pages;
    private final BiPredicate<Run, Integer> wasSent;
    private final Consumer<String> wrong;

    /**
     * @param wasSent whether the step with this index of a recorded run has sent its message
     * @param wrong takes what is wrong
     */
    BacktestChangeProof(
            BacktestPages pages, BiPredicate<Run, Integer> wasSent, Consumer<String> wrong) {
        this.pages = pages;
        this.wasSent = wasSent;
        this.wrong = wrong;
    }

    /** How often each step was done for each fan, by what it says. */
    private static final class Done {
        private final Map<FanId, Map<String, Integer>> times = new HashMap<>();

        void add(FanId fan, Step step, RunStep run) {
            times.computeIfAbsent(fan, _ -> new TreeMap<>())
                    .merge(words(said(step, run)), 1, Integer::sum);
        }

        Map<String, Integer> of(FanId fan) {
            return times.getOrDefault(fan, Map.of());
        }

        /** The fans for whom something was done more often, by what it says. */
        Map<String, Set<FanId>> moreThan(Done other) {
            Map<String, Set<FanId>> more = new TreeMap<>();
            times.forEach(
                    (fan, steps) ->
                            steps.forEach(
                                    (step, count) -> {
                                        if (count > other.of(fan).getOrDefault(step, 0)) {
                                            more.computeIfAbsent(step, _ -> new HashSet<>())
                                                    .add(fan);
                                        }
                                    }));
            return more;
        }
    }

    private static Step said(Step step, RunStep run) {
        int variant = run.permit().flatMap(permit -> permit.assigned().variant()).orElse(0);
        return variant == 0 ? step : step.variants().get(variant - 1);
    }

    private static String words(Step step) {
        Map<String, Object> document = new TreeMap<>(step.toDocument());
        document.remove("variants");
        return document.toString();
    }

    /**
     * A change of an active flow.
     *
     * @param recorded the flow's runs of the period
     * @param events the events of the period that fire the trigger of the change
     */
    void compareWithRecorded(
            Flow live, FlowDefinition change, Collection<Run> recorded, Set<String> events) {
        Done before = new Done();
        for (Run run : recorded) {
            for (int index = 0; index < run.steps().size(); index++) {
                Step step = live.definition().steps().get(index);
                if (step instanceof Step.Message
                        ? wasSent.test(run, index)
                        : isCompleted(run.step(index))) {
                    before.add(run.fan(), step, run.step(index));
                }
            }
        }
        List<BacktestPage> changed = pages.of(live.withDefinition(change, live.createdAt()), live);
        compareEvents(changed, events);
        compare(changed, change, before, true);
    }

    /** A change of a flow that has never been active. */
    void compareWithStored(Flow stored, FlowDefinition change) {
        compare(
                pages.of(stored.withDefinition(change, stored.createdAt()), stored),
                change,
                played(pages.of(stored, stored), stored.definition()),
                false);
    }

    private void compareEvents(List<BacktestPage> changed, Set<String> events) {
        Set<String> found = new HashSet<>();
        for (FanBacktest fan : fans(changed)) {
            fan.runs().forEach(it -> found.add(it.run().event().id().value()));
            fan.refusals().forEach(it -> found.add(it.event().id().value()));
        }
        if (!found.equals(events)) {
            wrong.accept("expected the events %s\nbut was  %s".formatted(events, found));
        }
    }

    private void compare(
            List<BacktestPage> changed, FlowDefinition change, Done before, boolean withRecorded) {
        Done after = played(changed, change);
        List<BacktestDifference> differences =
                changed.stream().map(it -> it.difference().orElseThrow()).toList();
        Map<String, Set<FanId>> gained = after.moreThan(before);
        Map<String, Set<FanId>> lost = before.moreThan(after);
        compare("gained", gained, differences, BacktestDifference::gained);
        compare("lost", lost, differences, BacktestDifference::lost);
        Set<FanId> others = new HashSet<>();
        changed.forEach(page -> page.fans().forEach(it -> others.add(it.fan().id())));
        gained.values().forEach(others::removeAll);
        lost.values().forEach(others::removeAll);
        int unchanged = differences.stream().mapToInt(BacktestDifference::unchanged).sum();
        if (unchanged != others.size()) {
            wrong.accept("expected unchanged %s but was %d".formatted(others, unchanged));
        }
        if (differences.stream().anyMatch(it -> it.withRecorded() != withRecorded)) {
            wrong.accept("compared with the wrong thing: " + differences);
        }
    }

    private void compare(
            String what,
            Map<String, Set<FanId>> expected,
            List<BacktestDifference> differences,
            Function<BacktestDifference, List<BacktestDifference.StepDifference>> steps) {
        Map<String, Set<FanId>> reported = new TreeMap<>();
        for (BacktestDifference difference : differences) {
            for (BacktestDifference.StepDifference step : steps.apply(difference)) {
                Set<FanId> fans =
                        reported.computeIfAbsent(words(step.step()), _ -> new HashSet<>());
                fans.addAll(step.examples());
                // a page has one fan
                if (step.fans() != 1 || step.examples().size() != 1) {
                    wrong.accept("not one fan: " + step);
                }
            }
        }
        if (!reported.equals(expected)) {
            wrong.accept("expected %s %s\nbut was  %s".formatted(what, expected, reported));
        }
    }

    private static Done played(List<BacktestPage> pages, FlowDefinition definition) {
        Done done = new Done();
        for (FanBacktest fan : fans(pages)) {
            for (FanBacktest.PlayedRun run : fan.runs()) {
                for (int index = 0; index < run.steps().size(); index++) {
                    Step step = definition.steps().get(index);
                    DryRun.PlayedStep played = run.steps().get(index);
                    if (step instanceof Step.Message
                            ? played.effects().stream().anyMatch(BacktestChangeProof::isMessage)
                            : isCompleted(played.step())) {
                        done.add(fan.fan().id(), step, played.step());
                    }
                }
            }
        }
        return done;
    }

    private static List<FanBacktest> fans(List<BacktestPage> pages) {
        return pages.stream().flatMap(it -> it.fans().stream()).toList();
    }

    private static boolean isMessage(PlannedEffect effect) {
        return effect instanceof PlannedEffect.Text
                || effect instanceof PlannedEffect.Email
                || effect instanceof PlannedEffect.DirectMessage;
    }

    private static boolean isCompleted(RunStep step) {
        return step.outcome().filter(StepOutcome.Completed.class::isInstance).isPresent();
    }
}
