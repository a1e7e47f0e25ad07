package dev.actionflows.smswebhook;

import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/**
 * @param environment TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN
 */
record SmsWebhookSettings(Environment environment) {
    TextReceiver textReceiver() {
        AwsPorts ports = new AwsPorts(environment);
        KeyRing keys = ports.keyRing();
        return new TextReceiver(
                new DynamoDbIntakeReader(ports.table()),
                ports.fans(),
                new Intake(ports.ledger(), ports.executions(), ports.clock()),
                new IdentityHasher(keys),
                new Vault(keys, ports.ids()),
                ports.ids(),
                ports.clock());
    }
}
