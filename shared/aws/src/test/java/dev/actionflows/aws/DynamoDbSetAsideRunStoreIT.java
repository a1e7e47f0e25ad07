package dev.actionflows.aws;

import dev.actionflows.domain.run.SetAsideRunStoreContract;

class DynamoDbSetAsideRunStoreIT extends SetAsideRunStoreContract {
    DynamoDbSetAsideRunStoreIT() {
        super(DynamoDbStores.create());
    }
}
