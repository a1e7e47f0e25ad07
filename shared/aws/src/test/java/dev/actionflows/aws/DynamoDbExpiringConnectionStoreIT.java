package dev.actionflows.aws;

import dev.actionflows.domain.fan.ExpiringConnectionStoreContract;

class DynamoDbExpiringConnectionStoreIT extends ExpiringConnectionStoreContract {
    DynamoDbExpiringConnectionStoreIT() {
        super(
                new DynamoDbConnectionStore(LocalDynamoDb.table()),
                _ -> new DynamoDbExpiringConnectionStore(LocalDynamoDb.table()));
    }
}
