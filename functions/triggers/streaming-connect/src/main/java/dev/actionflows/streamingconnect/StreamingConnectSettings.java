package dev.actionflows.streamingconnect;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/**
 * Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS,
 * DEPLOYMENT, SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL, MUSIC_KIT_URL, and
 * RATE_LIMITS, which may be empty.
 */
record StreamingConnectSettings(AwsPorts ports) {
    ConnectEndpoint endpoint() {
        Application application = new Application(ports);
        return new ConnectEndpoint(
                application.connectStart(),
                application.connectCallback(),
                application.disconnector(),
                pages());
    }

    private Pages pages() {
        Environment environment = ports.environment();
        return new Pages(
                ports.ids(),
                environment.requiredUri("MUSIC_KIT_URL").toString(),
                environment.requiredUri("SPOTIFY_ACCOUNTS_URL").toString());
    }
}
