package dev.actionflows.aws;

import dev.actionflows.testkit.contract.InstagramAccountsContract;

class DynamoDbInstagramAccountsIT extends InstagramAccountsContract {
    DynamoDbInstagramAccountsIT() {
        super(new DynamoDbInstagramAccounts(LocalDynamoDb.table()));
    }
}
