package dev.actionflows.messagelinks;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN and OUTCOME_EVENT_QUEUE_URL
 */
record MessageLinksSettings(AwsPorts ports) {
    MessagePages pages() {
        return new MessagePages(new Application(ports).linkOpener(), ports.ids());
    }
}
