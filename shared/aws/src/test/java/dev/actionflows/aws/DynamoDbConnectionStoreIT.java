package dev.actionflows.aws;

import dev.actionflows.domain.fan.ConnectionStoreContract;

class DynamoDbConnectionStoreIT extends ConnectionStoreContract {
    DynamoDbConnectionStoreIT() {
        super(DynamoDbStores.create());
    }
}
