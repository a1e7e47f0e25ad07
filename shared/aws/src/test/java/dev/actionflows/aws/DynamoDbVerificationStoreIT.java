package dev.actionflows.aws;

import dev.actionflows.domain.embed.VerificationStoreContract;

class DynamoDbVerificationStoreIT extends VerificationStoreContract {
    DynamoDbVerificationStoreIT() {
        super(new DynamoDbVerificationStore(LocalDynamoDb.table()));
    }
}
