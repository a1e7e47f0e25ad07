package dev.actionflows.usagerollup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.TableStreamMessage;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.analytics.TrialRollUp;
import dev.actionflows.domain.usage.UsageRollUp;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lambda function for the table's stream. A batch that fails is delivered again. */
public final class UsageRollUpHandler implements RequestStreamHandler {
    /** The state of the tumbling window, which is not used. Without it, the batch has failed. */
    private static final byte[] ANSWER = "{\"state\":{}}".getBytes(StandardCharsets.UTF_8);

    private final UsageRollUp usage;
    private final FunnelRollUp funnels;
    private final TrialRollUp trials;
    private final Log log;

    public UsageRollUpHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private UsageRollUpHandler(AwsPorts ports) {
        this(new UsageRollUpSettings(ports), ports.log());
    }

    private UsageRollUpHandler(UsageRollUpSettings settings, Log log) {
        this(settings.usage(), settings.funnels(), settings.trials(), log);
    }

    UsageRollUpHandler(UsageRollUp usage, FunnelRollUp funnels, TrialRollUp trials, Log log) {
        this.usage = usage;
        this.funnels = funnels;
        this.trials = trials;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        TableStreamMessage message = TableStreamMessage.decode(Json.readObject(input));
        usage.receive(message.shard(), message.changes());
        funnels.receive(message.shard(), message.fans());
        trials.receive(message.shard(), message.fans());
        output.write(ANSWER);
    }
}
