package dev.actionflows.domain.analytics;

import dev.actionflows.domain.fan.InMemoryFanStore;

class InMemoryFunnelStoreTest extends FunnelStoreContract {
    private static final InMemoryFanStore FANS = new InMemoryFanStore();

    InMemoryFunnelStoreTest() {
        super(new InMemoryFunnelStore(FANS), FANS);
    }
}
