package dev.actionflows.aws;

import dev.actionflows.domain.project.SmsNumberStoreContract;

class DynamoDbSmsNumberStoreIT extends SmsNumberStoreContract {
    DynamoDbSmsNumberStoreIT() {
        super(new DynamoDbSmsNumberStore(LocalDynamoDb.table()));
    }
}
