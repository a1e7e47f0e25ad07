package dev.actionflows.aws;

import dev.actionflows.domain.messaging.budget.MessageBudgetStoreContract;

class DynamoDbMessageBudgetStoreIT extends MessageBudgetStoreContract {
    DynamoDbMessageBudgetStoreIT() {
        super(DynamoDbStores.create());
    }
}
