package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Reads the real runs, and keeps its own in memory. */
final class DryRunLedger extends RehearsalLedger {
    private final RunLedger real;
    private final DryRunState state;

    DryRunLedger(RunLedger real, DryRunState state) {
        this.real = real;
        this.state = state;
    }

    @Override
    protected Optional<Run> played(RunKey key) {
        return state.run().filter(run -> run.key().equals(key));
    }

    @Override
    protected void keep(Run run) {
        state.put(run);
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return played(key).or(() -> real.find(key));
    }
}
