package dev.actionflows.domain.testing;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;
import java.util.function.Predicate;

/** A ledger in which certain runs can be neither read nor stored. */
public record FailingLedger(RunLedger others, Predicate<RunKey> fails) implements RunLedger {
    private RunLedger ledgerOf(RunKey key) {
        if (fails.test(key)) {
            throw new IllegalStateException("planted: " + key.run() + " is not accessible");
        }
        return others;
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return ledgerOf(key).find(key);
    }

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        return ledgerOf(run.key()).putIfAbsent(run);
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        return ledgerOf(key).claim(key, request);
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        return ledgerOf(expected.key()).replace(expected, updated);
    }

    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return others.listByFlow(project, flow, cursor, limit);
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return others.startsByFlow(project, flow, cursor, limit);
    }
}
