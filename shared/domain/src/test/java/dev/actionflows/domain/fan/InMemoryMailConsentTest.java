package dev.actionflows.domain.fan;

import dev.actionflows.domain.testing.InMemoryStores;

class InMemoryMailConsentTest extends MailConsentContract {
    InMemoryMailConsentTest() {
        super(new InMemoryStores().stores);
    }
}
