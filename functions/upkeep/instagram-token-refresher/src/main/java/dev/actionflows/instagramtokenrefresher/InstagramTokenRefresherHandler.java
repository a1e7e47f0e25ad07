package dev.actionflows.instagramtokenrefresher;

import dev.actionflows.domain.management.InstagramTokenRefresher;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.ScheduledHandler;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function that the schedule invokes every 15 minutes. */
public final class InstagramTokenRefresherHandler extends ScheduledHandler {
    private static final Duration RESERVE = Duration.ofSeconds(5);

    public InstagramTokenRefresherHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private InstagramTokenRefresherHandler(AwsPorts ports) {
        this(new InstagramTokenRefresherSettings(ports).refresher(), ports.clock(), ports.log());
    }

    InstagramTokenRefresherHandler(
            InstagramTokenRefresher refresher, InstantSource clock, Log log) {
        super(refresher::refreshAll, log, new TimeLimit(RESERVE, clock));
    }
}
