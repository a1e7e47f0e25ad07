package dev.actionflows.messagelinks;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /l/{token}}, the links in messages. {@code GET} counts an opening and
 * shows the page; the page's script reports by {@code POST} that a person sees it; {@code HEAD}
 * changes nothing.
 */
public final class MessageLinksHandler extends HttpHandler {
    public MessageLinksHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private MessageLinksHandler(AwsPorts ports) {
        this(new MessageLinksSettings(ports).pages(), ports.log(), ports.clock());
    }

    MessageLinksHandler(MessagePages pages, Log log, InstantSource clock) {
        super(pages, log, new TimeLimit(Duration.ZERO, clock));
    }
}
