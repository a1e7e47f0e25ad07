package dev.actionflows.catalogmatcher;

import dev.actionflows.aws.MatchRequestMessage;
import dev.actionflows.domain.matching.CatalogMatcher;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of requests to search ids. */
public final class CatalogMatcherHandler extends QueueHandler {
    /** What is left of the function's time, to store results, when no more services are asked. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    public CatalogMatcherHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private CatalogMatcherHandler(AwsPorts ports) {
        this(new CatalogMatcherSettings(ports).matcher(), ports.log(), ports.clock());
    }

    CatalogMatcherHandler(CatalogMatcher matcher, Log log, InstantSource clock) {
        super(
                (message, deadline) ->
                        matcher.match(MatchRequestMessage.decode(message.body()), deadline),
                log,
                new TimeLimit(RESERVE, clock));
    }
}
