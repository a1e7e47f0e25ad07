package dev.actionflows.sendtext;

import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.TwilioClient;

import java.time.Duration;

/**
 * @param environment TABLE_NAME, KMS_KEY_ARN, SMS_API_URL
 */
record SendTextSettings(Environment environment) {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    StepRunner<Step.SendText> runner() {
        AwsPorts ports = new AwsPorts(environment);
        TwilioClient sender =
                new TwilioClient(
                        () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                        environment.requiredUri("SMS_API_URL"));
        return ports.runner(new SendTextAction(sender, ports.fans(), ports.vault()));
    }
}
