package dev.actionflows.aws;

import dev.actionflows.domain.rate.RateStoreContract;

class DynamoDbRateStoreIT extends RateStoreContract {
    DynamoDbRateStoreIT() {
        super(new DynamoDbRateStore(LocalDynamoDb.table()));
    }
}
