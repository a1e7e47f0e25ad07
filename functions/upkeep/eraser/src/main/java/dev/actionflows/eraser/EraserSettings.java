package dev.actionflows.eraser;

import dev.actionflows.aws.DynamoDbFanDataStore;
import dev.actionflows.aws.DynamoDbRunLedger;
import dev.actionflows.aws.RestoredTable;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.privacy.ErasureReapplier;
import dev.actionflows.lambda.AwsPorts;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * @param ports with TABLE_NAME, ERASURE_TABLE_NAME, ERASURE_QUEUE_URL, WAKE_UP_QUEUE_URL and
 *     DEPLOYMENT
 */
record EraserSettings(AwsPorts ports) {
    ErasureConsumer consumer() {
        return new ErasureConsumer(
                new Management(ports).erasures(),
                new ErasureReapplier(
                        ports.erasures(), ports.erasureQueue(), this::restored, ports.clock()));
    }

    /**
     * The function's role permits only tables whose names say that they were restored. The message
     * fails if there is no such table, also while the log is empty.
     */
    private ErasureReapplier.RestoredData restored(String name) {
        Table table = RestoredTable.open(ports.clients().client(DynamoDbClient.builder()), name);
        return new ErasureReapplier.RestoredData(
                new DynamoDbFanDataStore(table), new DynamoDbRunLedger(table));
    }
}
