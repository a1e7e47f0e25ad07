package dev.actionflows.aws;

import dev.actionflows.domain.messaging.PrivateReplyStoreContract;

class DynamoDbPrivateReplyStoreIT extends PrivateReplyStoreContract {
    DynamoDbPrivateReplyStoreIT() {
        super(new DynamoDbPrivateReplyStore(LocalDynamoDb.table()));
    }
}
