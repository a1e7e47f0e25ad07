package dev.actionflows.aws;

import dev.actionflows.testkit.VirtualClock;
import dev.actionflows.testkit.contract.Samples;
import dev.actionflows.testkit.contract.Stores;

/** The ports over DynamoDB Local. */
final class DynamoDbStores {
    private DynamoDbStores() {}

    static Stores create() {
        return over(LocalDynamoDb.table());
    }

    static Stores over(Table table) {
        VirtualClock clock = new VirtualClock(Samples.NOW);
        return new Stores(
                clock,
                new DynamoDbProjectStore(table),
                new DynamoDbCatalog(table),
                new DynamoDbFanStore(table),
                new DynamoDbFlowStore(table),
                new DynamoDbRunLedger(table),
                new DynamoDbDueRuns(table),
                new DynamoDbSetAsideRuns(table),
                new DynamoDbWaitingRuns(table),
                new DynamoDbFactReader(table, clock),
                new DynamoDbIntakeReader(table),
                new DynamoDbEntryGuards(table),
                new DynamoDbEventLog(table));
    }
}
