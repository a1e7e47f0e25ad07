package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a flow would have done for one fan in the period.
 *
 * @param fan as the fan is now
 * @param runs the runs that would have started, in the order of their starts
 * @param refusals the events that would have started none, although they fire the trigger
 * @param allRead whether all events of the fan were considered; otherwise only the latest
 * @param allPlayed whether these were played to the end; otherwise there was too much to play, or
 *     too little time
 */
public record FanBacktest(
        Fan fan,
        List<PlayedRun> runs,
        List<EventRecord> refusals,
        boolean allRead,
        boolean allPlayed) {
    public FanBacktest {
        runs = List.copyOf(runs);
        refusals = List.copyOf(refusals);
    }

    /**
     * A run that would have started.
     *
     * @param run its ledger, as it would be now
     * @param steps the outcome of each step, and what it would have done
     */
    public record PlayedRun(Run run, List<DryRun.PlayedStep> steps) {
        public PlayedRun {
            steps = List.copyOf(steps);
        }
    }

    /** Whether nothing is missing. */
    public boolean complete() {
        return allRead && allPlayed;
    }

    /** Nothing of a fan of whom too much is stored to know whether an earlier part has the fan. */
    static FanBacktest unplayed(Fan fan) {
        return new FanBacktest(fan, List.of(), List.of(), false, false);
    }

    /** The same, without something of which it would have been a part. */
    FanBacktest incomplete() {
        return new FanBacktest(fan, runs, refusals, allRead, false);
    }

    /**
     * @param deadline by when the play ends, complete or not
     */
    static FanBacktest of(BacktestPlan plan, FanPast past, PageReads reads, Deadline deadline) {
        Play play = new Play(plan, past, new TriggerMatch(plan, reads));
        boolean allPlayed = new FanPlayer(reads, play, deadline).play();
        return new FanBacktest(
                past.fan(),
                play.runs().stream().map(run -> played(run, play)).toList(),
                play.refusals(),
                past.complete(),
                allPlayed);
    }

    private static PlayedRun played(Run run, Play play) {
        return new PlayedRun(
                run,
                IntStream.range(0, run.steps().size())
                        .mapToObj(
                                index ->
                                        new DryRun.PlayedStep(
                                                run.step(index),
                                                play.effectsOf(new StepKey(run.key(), index))))
                        .toList());
    }
}
