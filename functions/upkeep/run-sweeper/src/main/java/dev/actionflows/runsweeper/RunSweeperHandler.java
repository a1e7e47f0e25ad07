package dev.actionflows.runsweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunSweeper.Swept;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Lambda behind the schedule: sweeps all parts of the due list side by side, once a minute. */
public final class RunSweeperHandler implements RequestStreamHandler {
    /** Kept back for what is under way when the time is over. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final RunSweeper sweeper;
    private final RunObserver observer;
    private final InstantSource clock;
    private final Log log;

    public RunSweeperHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunSweeperHandler(AwsPorts ports) {
        this(
                new RunSweeperSettings(ports).sweeper(),
                ports.telemetry(),
                ports.clock(),
                ports.log());
    }

    RunSweeperHandler(RunSweeper sweeper, RunObserver observer, InstantSource clock, Log log) {
        this.sweeper = sweeper;
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
        Swept swept = sweep(new Deadline(clock.instant().plus(timeLeft), clock));
        Instant now = clock.instant();
        observer.sweepEnded(
                swept.found(),
                swept.oldest()
                        .filter(now::isAfter)
                        .map(oldest -> Duration.between(oldest, now))
                        .orElse(Duration.ZERO));
        output.write(
                Json.write(
                                Map.of(
                                        "found", swept.found(),
                                        "sent", swept.sent(),
                                        "complete", swept.complete()))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Swept sweep(Deadline deadline) {
        Swept all = Swept.NOTHING;
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Swept>> parts =
                    IntStream.range(0, sweeper.shards())
                            .mapToObj(shard -> threads.submit(() -> sweeper.sweep(shard, deadline)))
                            .toList();
            for (Future<Swept> part : parts) {
                try {
                    all = all.and(part.get());
                } catch (ExecutionException e) {
                    failures.add(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted while sweeping", e);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    failures.size() + " parts of the due list were not swept", failures.getFirst());
        }
        return all;
    }
}
