package dev.actionflows.outcomeevents;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.intake.OutcomeReceiver;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, PLAN_LIMITS and DEPLOYMENT
 */
record OutcomeEventsSettings(AwsPorts ports) {
    OutcomeReceiver outcomes() {
        return new Application(ports).outcomes();
    }
}
