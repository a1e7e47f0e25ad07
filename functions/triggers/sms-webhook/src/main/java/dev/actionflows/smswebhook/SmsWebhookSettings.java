package dev.actionflows.smswebhook;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS and
 *     DEPLOYMENT
 */
record SmsWebhookSettings(AwsPorts ports) {
    SmsWebhook webhook() {
        Application application = new Application(ports);
        return new SmsWebhook(application.texts(), application.deliveries());
    }
}
