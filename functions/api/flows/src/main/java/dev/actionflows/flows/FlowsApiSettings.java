package dev.actionflows.flows;

import dev.actionflows.aws.AdministratorKey;
import dev.actionflows.aws.DynamoDbFanDirectory;
import dev.actionflows.aws.DynamoDbProjectEvents;
import dev.actionflows.aws.DynamoDbWebhookDeliveryStore;
import dev.actionflows.aws.DynamoDbWebhookStore;
import dev.actionflows.aws.SqsDeadLetters;
import dev.actionflows.aws.SqsWebhookQueue;
import dev.actionflows.lambda.AwsPorts;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, WAKE_UP_QUEUE_URL, MATCH_QUEUE_URL, ADMIN_KEY_SECRET,
 *     PLAN_LIMITS, MAIL_CONFIGURATION_SET, MAIL_EVENT_BUS_ARN, DEAD_LETTER_QUEUES,
 *     WEBHOOK_QUEUE_URL
 */
record FlowsApiSettings(AwsPorts ports) {
    ApiPorts apiPorts() {
        return new ApiPorts(
                ports,
                new ListPorts(
                        new DynamoDbFanDirectory(ports.table()),
                        new DynamoDbProjectEvents(ports.table()),
                        new SqsDeadLetters(
                                ports.clients().client(SqsClient.builder()),
                                ports.environment().required("DEAD_LETTER_QUEUES"))),
                new WebhookPorts(
                        new DynamoDbWebhookStore(ports.table()),
                        new DynamoDbWebhookDeliveryStore(ports.table()),
                        new SqsWebhookQueue(
                                ports.clients().client(SqsClient.builder()),
                                ports.environment().required("WEBHOOK_QUEUE_URL"))),
                new AdministratorKey(
                        ports.clients().client(SecretsManagerClient.builder()),
                        ports.environment().required("ADMIN_KEY_SECRET"),
                        ports.clock()),
                StatusChanges::sleep);
    }
}
