package dev.actionflows.sendtext;

import dev.actionflows.domain.step.messaging.SendTextAction;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.TwilioClient;

import java.time.Duration;

/**
 * @param environment TABLE_NAME, DEPLOYMENT, KMS_KEY_ARN, SMS_API_URL
 */
record SendTextSettings(Environment environment) {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    StepEndpoint endpoint() {
        AwsPorts ports = new AwsPorts(environment);
        TwilioClient sender =
                new TwilioClient(
                        () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                        environment.requiredUri("SMS_API_URL"));
        return new StepEndpoint(
                ports.runner(new SendTextAction(sender, ports.fans(), ports.vault())), ports.log());
    }
}
