package dev.actionflows.addtosegment;

import dev.actionflows.domain.step.audience.AddToSegmentAction;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.step.StepEndpoint;

/**
 * @param environment TABLE_NAME, DEPLOYMENT
 */
record AddToSegmentSettings(Environment environment) {
    StepEndpoint endpoint() {
        AwsPorts ports = new AwsPorts(environment);
        return new StepEndpoint(ports.runner(new AddToSegmentAction(ports.catalog())), ports.log());
    }
}
