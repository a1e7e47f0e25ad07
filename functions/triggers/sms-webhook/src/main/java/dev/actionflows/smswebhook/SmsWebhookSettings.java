package dev.actionflows.smswebhook;

import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN and DEPLOYMENT
 */
record SmsWebhookSettings(AwsPorts ports) {
    TextReceiver textReceiver() {
        KeyRing keys = ports.keyRing();
        return new TextReceiver(
                new DynamoDbIntakeReader(ports.table()),
                ports.fans(),
                new Intake(ports.ledger(), ports.executions(), ports.telemetry(), ports.clock()),
                new IdentityHasher(keys),
                new Vault(keys, ports.ids()),
                ports.telemetry(),
                ports.ids(),
                ports.clock());
    }
}
