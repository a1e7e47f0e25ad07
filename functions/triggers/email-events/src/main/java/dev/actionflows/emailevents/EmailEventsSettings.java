package dev.actionflows.emailevents;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.intake.MailEventReceiver;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN and DEPLOYMENT
 */
record EmailEventsSettings(AwsPorts ports) {
    MailEventReceiver events() {
        return new Application(ports).mailEvents();
    }
}
