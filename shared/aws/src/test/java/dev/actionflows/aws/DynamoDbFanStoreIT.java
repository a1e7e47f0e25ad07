package dev.actionflows.aws;

import dev.actionflows.domain.fan.FanStoreContract;

class DynamoDbFanStoreIT extends FanStoreContract {
    DynamoDbFanStoreIT() {
        super(DynamoDbStores.create());
    }
}
