package dev.actionflows.emailconfirm;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN and WAKE_UP_QUEUE_URL
 */
record EmailConfirmSettings(AwsPorts ports) {
    ConfirmPages pages() {
        return new ConfirmPages(new Application(ports).consentConfirmer(), ports.ids());
    }
}
