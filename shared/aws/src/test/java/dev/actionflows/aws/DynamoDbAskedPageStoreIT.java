package dev.actionflows.aws;

import dev.actionflows.domain.intake.AskedPageStoreContract;

class DynamoDbAskedPageStoreIT extends AskedPageStoreContract {
    DynamoDbAskedPageStoreIT() {
        super(new DynamoDbAskedPageStore(LocalDynamoDb.table()));
    }
}
