package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.RehearsalLedger;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.util.Optional;
import java.util.function.Function;

/** Keeps the runs of the play in memory, and hides those that really began in the period. */
final class PlayedLedger extends RehearsalLedger {
    private final Play play;
    private final Function<RunKey, Optional<Run>> others;

    /**
     * @param others the runs that are not among what was read of the fan: older ones, or none if no
     *     older one is asked for
     */
    PlayedLedger(Play play, Function<RunKey, Optional<Run>> others) {
        this.play = play;
        this.others = others;
    }

    @Override
    protected Optional<Run> played(RunKey key) {
        return play.run(key);
    }

    @Override
    protected void keep(Run run) {
        play.put(run);
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return played(key).or(() -> recorded(key).filter(this::isVisible));
    }

    private Optional<Run> recorded(RunKey key) {
        return play.past.run(key).or(() -> others.apply(key));
    }

    /** What began later, in whatever flow, did not exist yet. */
    private boolean isVisible(Run run) {
        return !play.plan.replaces(run) && !run.startedAt().isAfter(play.clock.instant());
    }
}
