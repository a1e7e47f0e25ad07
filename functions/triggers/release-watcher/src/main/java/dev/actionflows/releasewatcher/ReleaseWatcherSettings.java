package dev.actionflows.releasewatcher;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.detection.ReleaseWatcher;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, PLAN_LIMITS, MATCH_QUEUE_URL,
 *     DETECTED_RELEASE_QUEUE_URL, SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL,
 *     APPLE_MUSIC_STOREFRONT and DEPLOYMENT
 */
record ReleaseWatcherSettings(AwsPorts ports) {
    ReleaseWatcher watcher() {
        return new Jobs(ports).releaseWatcher();
    }
}
