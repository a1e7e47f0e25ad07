package dev.actionflows.aws;

import dev.actionflows.domain.run.RunLedgerContract;

class DynamoDbRunLedgerIT extends RunLedgerContract {
    DynamoDbRunLedgerIT() {
        super(DynamoDbStores.create());
    }
}
