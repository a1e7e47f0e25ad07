package dev.actionflows.releasewatcher;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.ScheduledHandler;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Lambda function that the schedule invokes every 15 minutes. */
public final class ReleaseWatcherHandler extends ScheduledHandler {
    /** A lookup that has begun may take eight seconds, and what was judged is stored after it. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    public ReleaseWatcherHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleaseWatcherHandler(AwsPorts ports) {
        this(new ReleaseWatcherSettings(ports).triggers()::check, ports.clock(), ports.log());
    }

    ReleaseWatcherHandler(Predicate<Deadline> triggers, InstantSource clock, Log log) {
        super(triggers, log, new TimeLimit(RESERVE, clock));
    }
}
