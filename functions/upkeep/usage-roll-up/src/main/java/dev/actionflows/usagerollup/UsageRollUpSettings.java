package dev.actionflows.usagerollup;

import dev.actionflows.aws.DynamoDbRunTrialReader;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.analytics.TrialRollUp;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.usage.UsageRollUp;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, ALARM_TOPIC_ARN, MAIL_CONFIGURATION_SET and DEPLOYMENT
 */
record UsageRollUpSettings(AwsPorts ports) {
    UsageRollUp usage() {
        return new Application(ports).usageRollUp();
    }

    FunnelRollUp funnels() {
        // not from Application, which every function contains
        return new FunnelRollUp(ports.funnels(), ports.funnelObserver());
    }

    TrialRollUp trials() {
        return new TrialRollUp(
                ports.funnels(), new DynamoDbRunTrialReader(ports.table()), ports.links());
    }
}
