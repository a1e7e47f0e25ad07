package dev.actionflows.aws;

import dev.actionflows.domain.fan.ConsentStoreContract;

class DynamoDbConsentStoreIT extends ConsentStoreContract {
    DynamoDbConsentStoreIT() {
        super(DynamoDbStores.create());
    }
}
