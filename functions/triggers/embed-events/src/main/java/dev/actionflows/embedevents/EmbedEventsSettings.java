package dev.actionflows.embedevents;

import dev.actionflows.aws.DynamoDbRequestStore;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.lambda.AwsPorts;

/**
 * Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS,
 * DEPLOYMENT, SMS_API_URL, SMS_CONFIGURATION_SET, MAIL_CONFIGURATION_SET, SPOTIFY_API_URL,
 * SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL, and RATE_LIMITS, which may be empty.
 */
record EmbedEventsSettings(AwsPorts ports) {
    Endpoints endpoints() {
        Application application = new Application(ports);
        RateLimiter limiter = application.rateLimiter();
        return new Endpoints(
                new Sender.Authentication(ports.projects(), ports.clock()),
                new Batch(application.serverEvents(), limiter, ports.log()),
                application.pageEvents(),
                application.verifications(),
                limiter,
                new AddressHash(ports.vault()),
                new RequestKey.Reader(
                        new DynamoDbRequestStore(ports.table()),
                        ports.keyRing(),
                        ports.ids(),
                        ports.clock()));
    }
}
