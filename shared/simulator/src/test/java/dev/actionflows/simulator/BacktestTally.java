package dev.actionflows.simulator;

import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.BacktestTotals;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The totals of all pages of a backtest; and the same numbers, counted in the ledger. */
final class BacktestTally {
    private final Map<String, Integer> counts = new TreeMap<>();

    /** The totals of the pages, without questions: the ledger does not have them. */
    static Map<String, Integer> of(List<BacktestPage> pages) {
        BacktestTally tally = new BacktestTally();
        pages.forEach(tally::add);
        return tally.counts;
    }

    /**
     * What is recorded.
     *
     * @param wasSent whether the step with this index of a run has sent its message
     */
    static Map<String, Integer> of(
            Collection<Run> runs,
            Collection<EventRecord> refusals,
            BiPredicate<Run, Integer> wasSent) {
        BacktestTally tally = new BacktestTally();
        runs.forEach(run -> tally.add(run, wasSent));
        refusals.forEach(it -> tally.count("refused " + it.why().wireName(), 1));
        return tally.counts;
    }

    private void count(String what, int times) {
        counts.merge(what, times, Integer::sum);
        counts.remove(what, 0);
    }

    private void add(BacktestPage page) {
        BacktestTotals totals = page.totals();
        count("runs", totals.runs());
        totals.refusals().forEach((why, times) -> count("refused " + why.wireName(), times));
        totals.outcomes()
                .forEach(
                        it ->
                                count(
                                        "step %d %s %s"
                                                .formatted(
                                                        it.step(),
                                                        it.outcome().orElse("open"),
                                                        it.reason()),
                                        it.count()));
        totals.messages().forEach((channel, times) -> count("messages " + channel, times));
        page.fans().stream()
                .flatMap(fan -> fan.runs().stream())
                .flatMap(run -> run.steps().stream())
                .flatMap(step -> step.effects().stream())
                .filter(PlannedEffect.ConfirmationRequest.class::isInstance)
                .map(it -> ((PlannedEffect.ConfirmationRequest) it).channel())
                .forEach(channel -> count("messages " + channel, -1));
        count("parts", totals.parts());
        count("credits", totals.credits());
        count("incomplete", totals.cut());
    }

    private void add(Run run, BiPredicate<Run, Integer> wasSent) {
        count("runs", 1);
        for (int index = 0; index < run.steps().size(); index++) {
            RunStep step = run.step(index);
            count(
                    "step %d %s %s"
                            .formatted(
                                    index,
                                    step.outcome().map(StepOutcome::wireName).orElse("open"),
                                    step.outcome().map(StepOutcome::reason)),
                    1);
            if (wasSent.test(run, index)) {
                count("messages " + channel(step), 1);
            }
            step.permit()
                    .flatMap(SendPermit::use)
                    .flatMap(MessageUse::credits)
                    .ifPresent(
                            use -> {
                                count("parts", use.parts());
                                count("credits", use.credits());
                            });
        }
    }

    private static Channel channel(RunStep step) {
        return switch (step.type()) {
            case SEND_TEXT -> Channel.TEXT;
            case SEND_EMAIL -> Channel.EMAIL;
            case SEND_INSTAGRAM_DM -> Channel.INSTAGRAM_DM;
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_LIBRARY, NEXT_SAVE, ADD_TO_SEGMENT, WAIT ->
                    throw new IllegalArgumentException("no message: " + step);
        };
    }
}
