package dev.actionflows.aws;

import dev.actionflows.domain.fan.ReceivedMessagesContract;

class DynamoDbReceivedMessagesIT extends ReceivedMessagesContract {
    DynamoDbReceivedMessagesIT() {
        super(DynamoDbStores.create());
    }
}
