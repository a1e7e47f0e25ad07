package dev.actionflows.aws;

import dev.actionflows.testkit.contract.FanStoreContract;

class DynamoDbFanStoreIT extends FanStoreContract {
    DynamoDbFanStoreIT() {
        super(DynamoDbStores.create());
    }
}
