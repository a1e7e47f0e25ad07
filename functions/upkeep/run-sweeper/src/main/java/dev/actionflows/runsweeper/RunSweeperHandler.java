package dev.actionflows.runsweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunSweeper.Swept;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Lambda behind the schedule, once a minute: asks for further sweeps, and sweeps all parts of the
 * due list side by side.
 */
public final class RunSweeperHandler implements RequestStreamHandler {
    /** Kept back for what is under way when the time is over. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final RunSweeper sweeper;
    private final SetAsideRunStore setAside;
    private final SweepQueue later;
    private final RunObserver observer;
    private final InstantSource clock;
    private final Log log;

    public RunSweeperHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunSweeperHandler(AwsPorts ports) {
        this(
                new RunSweeperSettings(ports).sweeper(),
                ports.setAsideRuns(),
                ports.sweeps(),
                ports.telemetry(),
                ports.clock(),
                ports.log());
    }

    RunSweeperHandler(
            RunSweeper sweeper,
            SetAsideRunStore setAside,
            SweepQueue later,
            RunObserver observer,
            InstantSource clock,
            Log log) {
        this.sweeper = sweeper;
        this.setAside = setAside;
        this.later = later;
        this.observer = observer;
        this.clock = clock;
        this.log = log;
    }

    /**
     * @param input whatever the schedule sends; it is not read
     * @throws IllegalStateException when a part could not be swept; the others are, and the next
     *     sweep tries again
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        askForFurtherSweeps();
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        Swept swept;
        try {
            swept = Sweeps.sweep(sweeper, deadline);
            Instant now = clock.instant();
            observer.sweepEnded(
                    swept.found(),
                    swept.oldest()
                            .filter(now::isAfter)
                            .map(oldest -> Duration.between(oldest, now))
                            .orElse(Duration.ZERO));
        } finally {
            // a part of the list that cannot be read holds up none of these
            observer.runsSetAside(sweeper.sweep(setAside, deadline));
        }
        output.write(
                Json.write(
                                Map.of(
                                        "found", swept.found(),
                                        "sent", swept.sent(),
                                        "complete", swept.complete()))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The sweep itself matters more: the next minute brings the next one. */
    private void askForFurtherSweeps() {
        for (Duration delay : RunSweeper.FURTHER_SWEEPS) {
            try {
                later.sweepLater(delay);
            } catch (RuntimeException e) {
                log.write(new Line(Level.ERROR, "further sweep not asked for").failure(e));
            }
        }
    }
}
