package dev.actionflows.aws;

import dev.actionflows.domain.project.ProjectStoreContract;

class DynamoDbProjectStoreIT extends ProjectStoreContract {
    DynamoDbProjectStoreIT() {
        super(DynamoDbStores.create());
    }
}
