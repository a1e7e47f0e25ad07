package dev.actionflows.aws;

import dev.actionflows.testkit.contract.RunLedgerContract;

class DynamoDbRunLedgerIT extends RunLedgerContract {
    DynamoDbRunLedgerIT() {
        super(DynamoDbStores.create());
    }
}
