package dev.actionflows.domain.run;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Tries failed steps again at once, at an operator's request. */
public final class RunRetrier {
    private final RunLedger ledger;
    private final RunControlQueue queue;
    private final InstantSource clock;

    public RunRetrier(RunLedger ledger, RunControlQueue queue, InstantSource clock) {
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Reopens a failed step, and requests an execution unless an earlier step that waits holds it.
     * If none is started, a sweep starts one.
     *
     * @param run as it was read; its step with this index has failed
     * @return the run as stored; empty if it has changed since it was read
     */
    public Optional<Run> retry(Run run, int index) {
        Optional<Run> stored =
                ledger.replace(run, RunReopener.reopened(run, Set.of(index), clock.instant()));
        stored.filter(it -> it.answer() instanceof StepAnswer.Next)
                .ifPresent(it -> queue.startRun(new WakeUp.StartRun(it.key(), it.epoch())));
        return stored;
    }
}
