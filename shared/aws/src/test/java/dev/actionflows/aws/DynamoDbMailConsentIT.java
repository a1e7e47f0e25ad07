package dev.actionflows.aws;

import dev.actionflows.domain.fan.MailConsentContract;

class DynamoDbMailConsentIT extends MailConsentContract {
    DynamoDbMailConsentIT() {
        super(DynamoDbStores.create());
    }
}
