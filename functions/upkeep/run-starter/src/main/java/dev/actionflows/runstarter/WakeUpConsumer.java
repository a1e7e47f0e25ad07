package dev.actionflows.runstarter;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes the wake-ups of one batch. */
final class WakeUpConsumer {
    /** What a sweep takes at most, if so much time is left. */
    private static final Duration SWEEP = Duration.ofSeconds(3);

    private final RunWaker waker;
    private final DueRunReceiver dueRuns;
    private final RunSweeper sweeper;
    private final Log log;
    private final InstantSource clock;

    WakeUpConsumer(
            RunWaker waker,
            DueRunReceiver dueRuns,
            RunSweeper sweeper,
            Log log,
            InstantSource clock) {
        this.waker = waker;
        this.dueRuns = dueRuns;
        this.sweeper = sweeper;
        this.log = log;
        this.clock = clock;
    }

    /** Takes one message; a request for a sweep is only noted, for the end of the batch. */
    void receive(SqsBatch.Message message, AtomicBoolean sweep) {
        switch (WakeUpMessage.decode(message.body())) {
            case WakeUp.RequirementMet met -> waker.wake(met, message.id());
            case WakeUp.RunDue(RunKey run) -> resume(run);
            case WakeUp.Sweep() -> sweep.set(true);
        }
    }

    /** Sweeps the due list; the next sweep finds what this one does not. */
    void sweep(Deadline deadline) {
        Instant end = clock.instant().plus(SWEEP);
        try {
            Sweeps.sweep(
                    sweeper, end.isBefore(deadline.at()) ? new Deadline(end, clock) : deadline);
        } catch (RuntimeException e) {
            log.write(new Line(Level.ERROR, "due list not swept").failure(e));
        }
    }

    private void resume(RunKey run) {
        try {
            dueRuns.receive(run);
        } catch (RuntimeException e) {
            log.write(new Line(Level.ERROR, "run not resumed").run(run).failure(e));
        }
    }
}
