package dev.actionflows.domain.privacy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunLedger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Applies the log of erasures to a table that was restored from a backup: whoever was erased since
 * is in it again. One erasure after the other, so that nothing has to be counted across messages.
 * Idempotent.
 */
public final class ErasureReapplier {
    private final ErasureLog log;
    private final ErasureQueue queue;
    private final Function<String, RestoredData> tables;
    private final InstantSource clock;

    /**
     * @param tables opens a restored table by its name
     */
    public ErasureReapplier(
            ErasureLog log,
            ErasureQueue queue,
            Function<String, RestoredData> tables,
            InstantSource clock) {
        this.log = log;
        this.queue = queue;
        this.tables = tables;
        this.clock = clock;
    }

    /** What is in a restored table. */
    public record RestoredData(FanDataStore data, RunLedger ledger) {}

    /**
     * Works until the deadline, but at least on one page of one erasure, and requests what remains.
     * The log says how far the table is.
     */
    public void work(ErasureTask.Reapply task, Deadline deadline) {
        RestoredData restored = tables.apply(task.table());
        ErasureTask.Reapply current = task;
        do {
            Page<Erasure> page = log.list(current.cursor(), 1);
            Optional<String> place = Optional.empty();
            for (Erasure erasure : page.items()) {
                place = apply(erasure, current.place(), restored, deadline);
            }
            int applied = page.items().size();
            if (place.isPresent()) {
                current = current.within(place);
            } else if (page.next().isPresent()) {
                current = current.after(page.next(), applied);
            } else {
                record(task.table(), current.done() + applied, Optional.of(clock.instant()));
                return;
            }
        } while (deadline.left().isPositive());
        record(task.table(), current.done(), Optional.empty());
        queue.send(current, Duration.ZERO);
    }

    private void record(String table, long done, Optional<Instant> completedAt) {
        log.record(new ErasureLog.Reapplication(table, done, completedAt));
    }

    private static Optional<String> apply(
            Erasure erasure, Optional<String> place, RestoredData restored, Deadline deadline) {
        RunRemoval runs = new RestoredRunEraser(restored.ledger(), restored.data());
        return new ErasurePass(erasure, restored.data(), runs).run(place, deadline);
    }
}
