package dev.actionflows.domain.run;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryDueRunIndexTest extends DueRunIndexContract {
    InMemoryDueRunIndexTest() {
        super(new InMemoryStores().stores);
    }
}
