package dev.actionflows.smsevents;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.intake.SmsEventReceiver;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS and
 *     DEPLOYMENT
 */
record SmsEventsSettings(AwsPorts ports) {
    SmsEventReceiver events() {
        return new Application(ports).smsEvents();
    }
}
