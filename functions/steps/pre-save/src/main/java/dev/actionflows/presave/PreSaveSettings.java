package dev.actionflows.presave;

import dev.actionflows.domain.step.streaming.PreSaveAction;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;
import dev.actionflows.lambda.step.StreamingPorts;

/**
 * @param environment TABLE_NAME, DEPLOYMENT, and what {@link StreamingPorts} needs
 */
record PreSaveSettings(Environment environment) {
    StepEndpoint endpoint() {
        AwsPorts ports = new AwsPorts(environment);
        return new StepEndpoint(
                ports.runner(
                        new PreSaveAction(StreamingPorts.fanStreaming(ports), ports.catalog())),
                ports.log());
    }
}
