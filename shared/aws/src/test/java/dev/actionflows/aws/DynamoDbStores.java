package dev.actionflows.aws;

import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.VirtualClock;

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
                new DynamoDbCatalog(table, clock),
                new DynamoDbCatalog(table, clock),
                new DynamoDbPreSaveStore(table, clock),
                new DynamoDbSegmentMemberStore(table),
                new DynamoDbFanStore(table),
                new DynamoDbConsentStore(table),
                new DynamoDbMessageBudgetStore(table),
                new DynamoDbConnectionStore(table),
                new DynamoDbFlowStore(table),
                new DynamoDbRunLedger(table),
                new DynamoDbDueRunIndex(table),
                new DynamoDbSetAsideRunStore(table),
                new DynamoDbWaitingRunStore(table),
                new DynamoDbFactReader(table, clock),
                new DynamoDbIntakeReader(table),
                new DynamoDbReEntryStore(table),
                new DynamoDbEventLog(table));
    }
}
