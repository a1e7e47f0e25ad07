package dev.actionflows.aws;

import dev.actionflows.domain.link.LinkStoreContract;

class DynamoDbLinkStoreIT extends LinkStoreContract {
    DynamoDbLinkStoreIT() {
        super(new DynamoDbLinkStore(LocalDynamoDb.table()));
    }
}
