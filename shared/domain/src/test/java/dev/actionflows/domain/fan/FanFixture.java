package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import java.time.Instant;

/** A project and its fans. */
abstract class FanFixture {
    static final Instant NOW = Samples.NOW;

    final FanStore fans;
    final ConsentStore consents;
    final ConnectionStore connections;
    final ProjectId project = Samples.projectId();
    final FanIdentity phone = Samples.phone();

    FanFixture(Stores stores) {
        this.fans = stores.fans();
        this.consents = stores.consents();
        this.connections = stores.connections();
    }

    Fan created(FanIdentity identity) {
        return created(identity, NOW);
    }

    Fan created(FanIdentity identity, Instant at) {
        return fans.findOrCreate(project, identity, Samples.fanId(), at);
    }
}
