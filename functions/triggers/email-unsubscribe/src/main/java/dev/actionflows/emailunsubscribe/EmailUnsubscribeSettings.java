package dev.actionflows.emailunsubscribe;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME and KMS_KEY_ARN
 */
record EmailUnsubscribeSettings(AwsPorts ports) {
    UnsubscribePages pages() {
        return new UnsubscribePages(new Application(ports).unsubscriber(), ports.ids());
    }
}
