package dev.actionflows.releasewatcher;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.SystemTriggers;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, PLAN_LIMITS, MATCH_QUEUE_URL,
 *     DETECTED_RELEASE_QUEUE_URL, OUTCOME_EVENT_QUEUE_URL, SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL,
 *     APPLE_MUSIC_API_URL, APPLE_MUSIC_STOREFRONT and DEPLOYMENT
 */
record ReleaseWatcherSettings(AwsPorts ports) {
    SystemTriggers triggers() {
        return new Jobs(ports).systemTriggers();
    }
}
