package dev.actionflows.followartist;

import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StreamingPorts;

/**
 * @param environment TABLE_NAME, and what {@link StreamingPorts} needs
 */
record FollowArtistSettings(Environment environment) {
    StepRunner<Step.FollowArtist> runner() {
        AwsPorts ports = new AwsPorts(environment);
        return ports.runner(new FollowArtistAction(StreamingPorts.fanStreaming(ports)));
    }
}
