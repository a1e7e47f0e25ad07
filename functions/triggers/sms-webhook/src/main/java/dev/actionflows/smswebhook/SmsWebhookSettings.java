package dev.actionflows.smswebhook;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN and DEPLOYMENT
 */
record SmsWebhookSettings(AwsPorts ports) {
    TextReceiver textReceiver() {
        return new Application(ports).texts();
    }

    DeliveryReceiver deliveryReceiver() {
        return new Application(ports).deliveries();
    }
}
