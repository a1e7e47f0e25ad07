package dev.actionflows.aws;

import dev.actionflows.testkit.contract.SetAsideRunsContract;

class DynamoDbSetAsideRunsIT extends SetAsideRunsContract {
    DynamoDbSetAsideRunsIT() {
        super(DynamoDbStores.create());
    }
}
