package dev.actionflows.aws;

import dev.actionflows.testkit.contract.VerificationsContract;

class DynamoDbVerificationsIT extends VerificationsContract {
    DynamoDbVerificationsIT() {
        super(new DynamoDbVerifications(LocalDynamoDb.table()));
    }
}
