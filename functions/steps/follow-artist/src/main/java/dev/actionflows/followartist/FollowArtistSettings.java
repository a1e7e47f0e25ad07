package dev.actionflows.followartist;

import dev.actionflows.domain.action.FanStreaming;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.providers.StreamingClients;

/**
 * @param environment TABLE_NAME, KMS_KEY_ARN, SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL,
 *     APPLE_MUSIC_API_URL
 */
record FollowArtistSettings(Environment environment) {
    StepRunner<Step.FollowArtist> runner() {
        AwsPorts ports = new AwsPorts(environment);
        FanStreaming streaming =
                new FanStreaming(
                        StreamingClients.at(
                                environment.requiredUri("SPOTIFY_API_URL"),
                                environment.requiredUri("SPOTIFY_ACCOUNTS_URL"),
                                environment.requiredUri("APPLE_MUSIC_API_URL"),
                                ports.clock()),
                        ports.fans(),
                        ports.vault());
        return ports.runner(new FollowArtistAction(streaming));
    }
}
