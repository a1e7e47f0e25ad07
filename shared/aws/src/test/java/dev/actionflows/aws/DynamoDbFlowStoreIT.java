package dev.actionflows.aws;

import dev.actionflows.testkit.contract.FlowStoreContract;

class DynamoDbFlowStoreIT extends FlowStoreContract {
    DynamoDbFlowStoreIT() {
        super(DynamoDbStores.create());
    }
}
