package dev.actionflows.runstarter;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.releaseday.ReleaseOutReceiver;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.lambda.queue.QueueConsumer;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Processes wake-ups. */
final class WakeUpConsumer {
    /** The maximum duration of a sweep, if there is enough time. */
    private static final Duration SWEEP = Duration.ofSeconds(3);

    private final RunWaker waker;
    private final RunCanceller canceller;
    private final RunResumer resumer;
    private final DueRunReceiver dueRuns;
    private final RunSweeper sweeper;
    private final ReplayStarter replays;
    private final ReleaseOutReceiver releasesOut;
    private final Log log;
    private final InstantSource clock;

    WakeUpConsumer(
            RunWaker waker,
            RunCanceller canceller,
            RunResumer resumer,
            DueRunReceiver dueRuns,
            RunSweeper sweeper,
            ReplayStarter replays,
            ReleaseOutReceiver releasesOut,
            Log log,
            InstantSource clock) {
        this.waker = waker;
        this.canceller = canceller;
        this.resumer = resumer;
        this.dueRuns = dueRuns;
        this.sweeper = sweeper;
        this.replays = replays;
        this.releasesOut = releasesOut;
        this.log = log;
        this.clock = clock;
    }

    /** A consumer for one batch. */
    QueueConsumer batch() {
        return new Batch();
    }

    /** A request for a sweep is done last and only once, so that no message lacks the time. */
    private final class Batch implements QueueConsumer {
        private boolean sweepRequested;

        @Override
        public void receive(SqsBatch.Message message, Deadline deadline) {
            switch (WakeUpMessage.decode(message.body())) {
                case WakeUp.RequirementMet met -> waker.wake(met, message.id());
                case WakeUp.CancelRuns cancel -> canceller.cancel(cancel, message.id());
                case WakeUp.RunDue(RunKey run) -> resume(run);
                case WakeUp.StartRun start -> resumer.start(start);
                case WakeUp.StartReplay(ProjectId project, JobId job) ->
                        replays.start(new JobKey(project, job));
                case WakeUp.ReleaseOut out -> releasesOut.receive(out);
                case WakeUp.Sweep() -> sweepRequested = true;
            }
        }

        @Override
        public void finish(Deadline deadline) {
            if (sweepRequested) {
                sweep(deadline);
            }
        }
    }

    /** Sweeps the due list; the next sweep finds what this one does not. */
    private void sweep(Deadline deadline) {
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
