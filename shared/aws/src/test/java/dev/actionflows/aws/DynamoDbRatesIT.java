package dev.actionflows.aws;

import dev.actionflows.testkit.contract.RatesContract;

class DynamoDbRatesIT extends RatesContract {
    DynamoDbRatesIT() {
        super(new DynamoDbRates(LocalDynamoDb.table()));
    }
}
