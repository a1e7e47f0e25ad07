package dev.actionflows.instagramtokenrefresher;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.management.InstagramTokenRefresher;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, INSTAGRAM_API_URL and DEPLOYMENT
 */
record InstagramTokenRefresherSettings(AwsPorts ports) {
    InstagramTokenRefresher refresher() {
        return new Application(ports).instagramTokens();
    }
}
