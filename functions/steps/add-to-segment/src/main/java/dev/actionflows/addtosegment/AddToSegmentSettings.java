package dev.actionflows.addtosegment;

import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/**
 * @param environment TABLE_NAME
 */
record AddToSegmentSettings(Environment environment) {
    StepRunner<Step.AddToSegment> runner() {
        AwsPorts ports = new AwsPorts(environment);
        return ports.runner(new AddToSegmentAction(ports.catalog()));
    }
}
