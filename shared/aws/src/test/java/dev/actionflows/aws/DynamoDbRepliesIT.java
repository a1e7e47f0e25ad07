package dev.actionflows.aws;

import dev.actionflows.domain.fan.RepliesContract;

class DynamoDbRepliesIT extends RepliesContract {
    DynamoDbRepliesIT() {
        super(DynamoDbStores.create());
    }
}
