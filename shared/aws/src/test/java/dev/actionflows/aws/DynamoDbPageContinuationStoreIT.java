package dev.actionflows.aws;

import dev.actionflows.domain.run.PageContinuationStoreContract;

class DynamoDbPageContinuationStoreIT extends PageContinuationStoreContract {
    DynamoDbPageContinuationStoreIT() {
        super(new DynamoDbPageContinuationStore(LocalDynamoDb.table()));
    }
}
