package dev.actionflows.releasepages;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /r/{slug}}, the pages about releases. {@code GET} and {@code HEAD}
 * change nothing; {@code POST} takes the page's forms, and what its player reports.
 */
public final class ReleasePagesHandler extends HttpHandler {
    private static final Duration RESERVE = Duration.ofSeconds(2);

    public ReleasePagesHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleasePagesHandler(AwsPorts ports) {
        this(new ReleasePagesSettings(ports).pages(), ports.log(), ports.clock());
    }

    ReleasePagesHandler(ReleasePages pages, Log log, InstantSource clock) {
        super(pages, log, new TimeLimit(RESERVE, clock));
    }
}
