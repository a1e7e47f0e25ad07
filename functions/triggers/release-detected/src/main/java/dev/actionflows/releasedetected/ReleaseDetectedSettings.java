package dev.actionflows.releasedetected;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, DETECTED_RELEASE_QUEUE_URL, WAKE_UP_QUEUE_URL,
 *     PLAN_LIMITS and DEPLOYMENT
 */
record ReleaseDetectedSettings(AwsPorts ports) {
    ReleaseReceiver releases() {
        return new Application(ports).releases();
    }
}
