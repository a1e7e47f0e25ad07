package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.DetectedReleaseMessage;
import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lambda behind the queue of wake-ups, and of releases that the system has found. A message about a
 * requirement that fails comes again, alone; the others are done. A due run that fails is found
 * again by a sweep, at its due time. Sweeps between those of the schedule come by this queue, too.
 */
public final class RunStarterHandler implements RequestStreamHandler {
    /** What a page of a release takes at most, with much to spare. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /** What a sweep takes at most, if so much is left. */
    private static final Duration SWEEP = Duration.ofSeconds(3);

    private final RunWaker waker;
    private final DueRunReceiver dueRuns;
    private final RunSweeper sweeper;
    private final ReleaseReceiver releases;
    private final Log log;
    private final InstantSource clock;

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports), ports);
    }

    private RunStarterHandler(RunStarterSettings settings, AwsPorts ports) {
        this(
                settings.waker(),
                settings.dueRuns(),
                settings.sweeper(),
                settings.releases(),
                ports.log(),
                ports.clock());
    }

    RunStarterHandler(
            RunWaker waker,
            DueRunReceiver dueRuns,
            RunSweeper sweeper,
            ReleaseReceiver releases,
            Log log,
            InstantSource clock) {
        this.waker = waker;
        this.dueRuns = dueRuns;
        this.sweeper = sweeper;
        this.releases = releases;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        AtomicBoolean sweep = new AtomicBoolean();
        SqsBatch.serve(
                input, output, log.during(context), message -> receive(message, deadline, sweep));
        // last and once: no other message of the batch is to lack the time for it
        if (sweep.get() && deadline.left().isPositive()) {
            sweep(deadline);
        }
    }

    private void receive(SqsBatch.Message message, Deadline deadline, AtomicBoolean sweep) {
        Map<String, @Nullable Object> document = Json.readObject(message.body());
        if (DetectedReleaseMessage.isOne(document)) {
            releases.receive(DetectedReleaseMessage.decode(document), message.id(), deadline);
            return;
        }
        switch (WakeUpMessage.decode(document)) {
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
