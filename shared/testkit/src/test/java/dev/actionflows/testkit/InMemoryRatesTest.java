package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.RatesContract;

class InMemoryRatesTest extends RatesContract {
    InMemoryRatesTest() {
        super(new InMemoryRates());
    }
}
