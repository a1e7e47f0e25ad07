package dev.actionflows.aws;

import dev.actionflows.domain.detection.DiscographyStoreContract;

class DynamoDbDiscographyStoreIT extends DiscographyStoreContract {
    DynamoDbDiscographyStoreIT() {
        super(new DynamoDbDiscographyStore(LocalDynamoDb.table()));
    }
}
