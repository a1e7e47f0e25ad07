package dev.actionflows.smswebhook;

import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.lambda.AwsPorts;

/** Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN and DEPLOYMENT. */
final class SmsWebhookSettings {
    private final AwsPorts ports;
    private final KeyRing keys;

    SmsWebhookSettings(AwsPorts ports) {
        this.ports = ports;
        this.keys = ports.keyRing();
    }

    TextReceiver textReceiver() {
        return new TextReceiver(
                new DynamoDbIntakeReader(ports.table()),
                ports.fans(),
                ports.intake(),
                new IdentityHasher(keys),
                new Vault(keys, ports.ids()),
                ports.telemetry(),
                ports.ids(),
                ports.clock());
    }

    DeliveryReceiver deliveryReceiver() {
        return new DeliveryReceiver(
                new DynamoDbProjectStore(ports.table()),
                new MessageTracker(ports.ledger(), ports.telemetry(), ports.clock()),
                ports.fans(),
                new Vault(keys, ports.ids()),
                ports.clock());
    }
}
