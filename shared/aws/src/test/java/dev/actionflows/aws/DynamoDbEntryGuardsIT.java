package dev.actionflows.aws;

import dev.actionflows.testkit.contract.EntryGuardsContract;

class DynamoDbEntryGuardsIT extends EntryGuardsContract {
    DynamoDbEntryGuardsIT() {
        super(DynamoDbStores.create());
    }
}
