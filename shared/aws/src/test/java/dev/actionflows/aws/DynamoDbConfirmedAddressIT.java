package dev.actionflows.aws;

import dev.actionflows.domain.fan.ConfirmedAddressContract;

class DynamoDbConfirmedAddressIT extends ConfirmedAddressContract {
    DynamoDbConfirmedAddressIT() {
        super(DynamoDbStores.create());
    }
}
