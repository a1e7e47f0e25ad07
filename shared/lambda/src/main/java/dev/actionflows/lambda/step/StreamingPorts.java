package dev.actionflows.lambda.step;

import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.providers.StreamingClients;

/** What every streaming step acts through. */
public final class StreamingPorts {
    private StreamingPorts() {}

    /** Needs SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL and KMS_KEY_ARN. */
    public static StreamingStepSupport fanStreaming(AwsPorts ports) {
        Environment environment = ports.environment();
        return new StreamingStepSupport(
                StreamingClients.at(
                        environment.requiredUri("SPOTIFY_API_URL"),
                        environment.requiredUri("SPOTIFY_ACCOUNTS_URL"),
                        environment.requiredUri("APPLE_MUSIC_API_URL"),
                        ports.clock()),
                ports.fans(),
                ports.vault());
    }
}
