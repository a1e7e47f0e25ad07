package dev.actionflows.domain.privacy;

import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunLedger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Completes erasures. The first pass removes what is stored. A step, an event or a callback that
 * read the fan before may still write under the fan's ids, so a second pass removes that a quarter
 * of an hour later; only then is the erasure complete. Idempotent, and safe to repeat after a
 * crash.
 */
public final class ErasureWorker {
    /**
     * Longer than any function of this deployment runs, and than the retries of an execution take.
     */
    public static final Duration SECOND_PASS_AFTER = ErasureQueue.MAX_DELAY;

    /** For a run that was started, or changed, just before a later pass. */
    private static final Duration FURTHER_PASS_AFTER = Duration.ofMinutes(2);

    private final ErasureLog log;
    private final ErasureQueue queue;
    private final ProfileEraser profiles;
    private final FanDataStore data;
    private final RunLedger ledger;
    private final RunCanceller canceller;
    private final InstantSource clock;

    public ErasureWorker(
            ErasureLog log,
            ErasureQueue queue,
            FanLookup fans,
            FanDataStore data,
            RunLedger ledger,
            RunCanceller canceller,
            InstantSource clock) {
        this.log = log;
        this.queue = queue;
        this.profiles = new ProfileEraser(log, fans, data, clock);
        this.data = data;
        this.ledger = ledger;
        this.canceller = canceller;
        this.clock = clock;
    }

    /**
     * Works on an erasure until the deadline, and requests what remains.
     *
     * @throws IllegalStateException if there is no such erasure
     */
    public void work(ErasureTask.Erase task, Deadline deadline) {
        Erasure begun =
                log.find(task.project(), task.erasure())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no such erasure: " + task.erasure()));
        // the request may have died before it removed the profile
        Erasure erasure = profiles.erase(begun);
        ErasurePass pass =
                new ErasurePass(
                        erasure,
                        data,
                        new RunEraser(ledger, canceller, data, clock, task.pass() == 1));
        Optional<String> place = pass.run(task.cursor(), deadline);
        count(erasure, pass.counts());
        boolean left = task.left() || pass.left();
        if (place.isPresent()) {
            queue.send(task.from(place, left), Duration.ZERO);
        } else if (task.pass() == 1) {
            queue.send(task.next(), SECOND_PASS_AFTER);
        } else if (left) {
            queue.send(task.next(), FURTHER_PASS_AFTER);
        } else {
            complete(erasure);
        }
    }

    private void count(Erasure erasure, DataCount removed) {
        Erasure current = erasure;
        while (!removed.equals(DataCount.NONE)
                && log.replace(current, current.counting(removed)).isEmpty()) {
            current = log.find(erasure.project(), erasure.id()).orElseThrow();
        }
    }

    private void complete(Erasure erasure) {
        Erasure current = log.find(erasure.project(), erasure.id()).orElseThrow();
        while (!current.isCompleted()
                && log.replace(current, current.completed(clock.instant())).isEmpty()) {
            current = log.find(erasure.project(), erasure.id()).orElseThrow();
        }
    }
}
