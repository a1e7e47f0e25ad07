package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FunnelStoreContract;

class DynamoDbFunnelStoreIT extends FunnelStoreContract {
    DynamoDbFunnelStoreIT() {
        super(
                new DynamoDbFunnelStore(LocalDynamoDb.table()),
                new DynamoDbFanStore(LocalDynamoDb.table()));
    }
}
