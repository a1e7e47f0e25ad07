package dev.actionflows.releasepages;

import dev.actionflows.domain.application.HostedPageVisits;
import dev.actionflows.lambda.AwsPorts;

/**
 * Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS,
 * DEPLOYMENT, SMS_API_URL, SMS_CONFIGURATION_SET, MAIL_CONFIGURATION_SET, SPOTIFY_API_URL,
 * SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL, and RATE_LIMITS, which may be empty.
 */
record ReleasePagesSettings(AwsPorts ports) {
    ReleasePages pages() {
        HostedPageVisits visits = new HostedPageVisits(ports);
        return new ReleasePages(visits.releasePages(), visits.signUps(), ports.ids());
    }
}
