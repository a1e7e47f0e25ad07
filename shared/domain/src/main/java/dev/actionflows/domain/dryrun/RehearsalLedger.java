package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Keeps runs that are played in memory. */
public abstract class RehearsalLedger implements RunLedger {
    /** A run of the play. */
    protected abstract Optional<Run> played(RunKey key);

    /** Keeps a run of the play. */
    protected abstract void keep(Run run);

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        Optional<Run> before = find(run.key());
        if (before.isEmpty()) {
            keep(run);
        }
        return before;
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        Optional<Run> run = played(key);
        return run.filter(request::fits)
                .flatMap(it -> replace(it, request.applyTo(it)))
                .<ClaimResult>map(ClaimResult.Granted::new)
                .orElseGet(() -> new ClaimResult.ClaimRefused(run));
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        if (!played(expected.key()).equals(Optional.of(expected))) {
            return Optional.empty();
        }
        keep(updated.withRevision(expected.revision() + 1));
        return played(expected.key());
    }

    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists runs");
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists runs");
    }
}
