package dev.actionflows.flows;

import dev.actionflows.aws.AdministratorKey;
import dev.actionflows.aws.DynamoDbEventLog;
import dev.actionflows.aws.DynamoDbFlowStore;
import dev.actionflows.aws.DynamoDbInstagramAccountStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.aws.DynamoDbReEntryStore;
import dev.actionflows.aws.DynamoDbRequestStore;
import dev.actionflows.lambda.AwsPorts;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, WAKE_UP_QUEUE_URL, ADMIN_KEY_SECRET, PLAN_LIMITS
 */
record FlowsApiSettings(AwsPorts ports) {
    ApiPorts apiPorts() {
        return new ApiPorts(
                new DynamoDbProjectStore(ports.table()),
                new DynamoDbInstagramAccountStore(ports.table()),
                new DynamoDbFlowStore(ports.table()),
                ports.fans(),
                ports.catalog(),
                ports.ledger(),
                new DynamoDbEventLog(ports.table()),
                new DynamoDbIntakeReader(ports.table()),
                new DynamoDbReEntryStore(ports.table()),
                new DynamoDbRequestStore(ports.table()),
                ports.keyRing(),
                ports.wakeUps(),
                ports.planLimits(),
                new AdministratorKey(
                        ports.clients().client(SecretsManagerClient.builder()),
                        ports.environment().required("ADMIN_KEY_SECRET"),
                        ports.clock()),
                StatusChanges::sleep,
                ports.ids(),
                ports.clock());
    }
}
