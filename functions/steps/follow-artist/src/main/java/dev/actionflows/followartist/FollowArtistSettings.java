package dev.actionflows.followartist;

import dev.actionflows.domain.step.streaming.FollowArtistAction;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StreamingPorts;

/**
 * @param environment TABLE_NAME, DEPLOYMENT, and what {@link StreamingPorts} needs
 */
record FollowArtistSettings(Environment environment) {
    StepEndpoint endpoint() {
        AwsPorts ports = new AwsPorts(environment);
        return new StepEndpoint(
                ports.runner(new FollowArtistAction(StreamingPorts.fanStreaming(ports))),
                ports.log());
    }
}
