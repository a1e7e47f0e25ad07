package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Reads the real runs, and keeps its own in memory. */
final class DryRunLedger implements RunLedger {
    private final RunLedger real;
    private final DryRunState state;

    DryRunLedger(RunLedger real, DryRunState state) {
        this.real = real;
        this.state = state;
    }

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        Optional<Run> before = find(run.key());
        if (before.isEmpty()) {
            state.put(run);
        }
        return before;
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return state.run().filter(run -> run.key().equals(key)).or(() -> real.find(key));
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        Optional<Run> run = state.run().filter(it -> it.key().equals(key));
        return run.filter(request::fits)
                .flatMap(it -> replace(it, request.applyTo(it)))
                .<ClaimResult>map(ClaimResult.Granted::new)
                .orElseGet(() -> new ClaimResult.ClaimRefused(run));
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        if (!state.run().equals(Optional.of(expected))) {
            return Optional.empty();
        }
        state.put(updated.withRevision(expected.revision() + 1));
        return state.run();
    }

    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return real.listByFlow(project, flow, cursor, limit);
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return real.startsByFlow(project, flow, cursor, limit);
    }
}
