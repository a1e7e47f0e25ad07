package dev.actionflows.domain.backtest;

import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.run.Run;

import java.util.List;
import java.util.Optional;

/**
 * Which stored results make their fan a part of a backtest: those that fire the played trigger, and
 * those that led to what the play is compared with, so that a fan who would get nothing more is
 * among those who lose something.
 */
final class FanSelection {
    private final BacktestPlan plan;
    private final TriggerMatch played;

    /** The stored flow's trigger, if its document is what the play is compared with. */
    private final Optional<TriggerMatch> stored;

    FanSelection(BacktestPlan plan, PageReads reads) {
        this.plan = plan;
        this.played = new TriggerMatch(plan, reads);
        this.stored =
                Optional.of(plan)
                        .filter(BacktestPlan::comparesWithStored)
                        .map(it -> new TriggerMatch(it.of(it.live()), reads));
    }

    /** Whether it fires the played trigger, judged by this one result, as a list has it. */
    boolean fires(EventResult result) {
        return fires(played, result);
    }

    /** Whether it fires the played trigger, of somebody who was no fan of the project yet. */
    boolean isOfStranger(EventResult result) {
        return Assumption.mayBeOfStranger(result.event().type())
                && BacktestService.fanOf(result).isEmpty()
                && fires(result);
    }

    /** Whether its fan is played. */
    boolean includes(EventResult result) {
        return fires(result)
                || isRunOfFlow(result)
                || stored.filter(it -> fires(it, result)).isPresent();
    }

    private boolean fires(TriggerMatch match, EventResult result) {
        return match.of(PastEvent.of(plan.flow().id(), List.of(result))).isPresent();
    }

    private boolean isRunOfFlow(EventResult result) {
        return result instanceof EventResult.RunStarted(Run run)
                && run.flow().equals(plan.flow().id())
                && !run.test();
    }
}
