package dev.actionflows.aws;

import dev.actionflows.testkit.contract.ProjectStoreContract;

class DynamoDbProjectStoreIT extends ProjectStoreContract {
    DynamoDbProjectStoreIT() {
        super(DynamoDbStores.create());
    }
}
