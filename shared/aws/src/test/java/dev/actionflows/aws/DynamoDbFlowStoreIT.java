package dev.actionflows.aws;

import dev.actionflows.domain.flow.FlowStoreContract;

class DynamoDbFlowStoreIT extends FlowStoreContract {
    DynamoDbFlowStoreIT() {
        super(DynamoDbStores.create());
    }
}
