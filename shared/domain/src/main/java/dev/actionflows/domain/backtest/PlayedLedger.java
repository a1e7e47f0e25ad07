package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.RehearsalLedger;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Keeps the runs of the play in memory, and hides those that really began in the period. */
final class PlayedLedger extends RehearsalLedger {
    private final RunLedger real;
    private final ReadFailures failures;
    private final Play play;

    PlayedLedger(PageReads reads, Play play) {
        this.real = reads.ports().ledger();
        this.failures = reads.failures();
        this.play = play;
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
        return played(key).or(() -> failures.read(() -> real.find(key)).filter(this::isVisible));
    }

    /** What began later, in whatever flow, did not exist yet. */
    private boolean isVisible(Run run) {
        return !play.plan.replaces(run) && !run.startedAt().isAfter(play.clock.instant());
    }
}
