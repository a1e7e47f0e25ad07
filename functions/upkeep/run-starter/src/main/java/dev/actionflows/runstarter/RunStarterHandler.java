package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lambda function for the queue of wake-ups. Only the messages about requirements that fail are
 * retried. A due run that fails is found again by a sweep, at its due time. The queue also delivers
 * the sweeps between those of the schedule.
 */
public final class RunStarterHandler implements RequestStreamHandler {
    /** What is left of the function's time when a sweep has to end. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /** What a sweep takes at most, if so much is left. */
    private static final Duration SWEEP = Duration.ofSeconds(3);

    private final RunWaker waker;
    private final DueRunReceiver dueRuns;
    private final RunSweeper sweeper;
    private final Log log;
    private final InstantSource clock;

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports), ports);
    }

    private RunStarterHandler(RunStarterSettings settings, AwsPorts ports) {
        this(settings.waker(), settings.dueRuns(), settings.sweeper(), ports.log(), ports.clock());
    }

    RunStarterHandler(
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

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        AtomicBoolean sweep = new AtomicBoolean();
        SqsBatch.serve(input, output, log.during(context), message -> receive(message, sweep));
        // last and once: no other message of the batch is to lack the time for it
        if (sweep.get() && deadline.left().isPositive()) {
            sweep(deadline);
        }
    }

    private void receive(SqsBatch.Message message, AtomicBoolean sweep) {
        switch (WakeUpMessage.decode(message.body())) {
            case WakeUp.RequirementMet met -> waker.wake(met, message.id());
            case WakeUp.RunDue(RunKey run) -> resume(run);
            case WakeUp.Sweep() -> sweep.set(true);
        }
    }

    /** What it does not find is left to the next one. */
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
