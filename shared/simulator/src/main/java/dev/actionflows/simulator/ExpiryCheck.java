package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.InMemoryExpiringConnectionStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks that flows hear of each connection that is about to expire, not before it is, and not if
 * it is no longer the fan's.
 */
final class ExpiryCheck {
    /** A delivery that began earlier has ended. */
    private static final Duration DELIVERY = Duration.ofMinutes(10);

    private final Deployment deployment;
    private final Set<FanId> expected = new LinkedHashSet<>();

    /** When an event was last received while the connection was the fan's. */
    private final Map<EventId, Instant> currentAt = new HashMap<>();

    /** What was received while the fan had a later connection, which may be gone since. */
    private final Set<EventId> superseded = new HashSet<>();

    ExpiryCheck(Deployment deployment) {
        this.deployment = deployment;
    }

    /** A flow listens to what becomes of this fan's connections. */
    void expect(FanId fan) {
        expected.add(fan);
    }

    /** An event has been accepted by the queue. */
    void sent(OutcomeEvent event) {
        if (event.type() != TriggerType.CONNECTION_EXPIRING) {
            return;
        }
        Instant latest = deployment.kernel.now().plus(Faults.MAX_CLOCK_ERROR);
        String at = event.id().value().substring(event.id().value().lastIndexOf(':') + 1);
        if (Connection.expiringAt(Instant.ofEpochMilli(Long.parseLong(at))).isAfter(latest)) {
            broken(event.id() + " was announced too early");
        }
    }

    /** An event is received. */
    void receiving(OutcomeEvent event, Runnable receive) {
        if (event.type() != TriggerType.CONNECTION_EXPIRING) {
            receive.run();
            return;
        }
        if (isCurrent(event)) {
            currentAt.put(event.id(), deployment.kernel.now());
        } else {
            superseded.add(event.id());
        }
        boolean wasKnown = isKnown(event.id());
        receive.run();
        Instant current = currentAt.getOrDefault(event.id(), Instant.MIN);
        if (!wasKnown
                && isKnown(event.id())
                && !isCurrent(event)
                && current.isBefore(deployment.kernel.now().minus(DELIVERY))) {
            broken("a flow heard of a connection that was not the fan's: " + event.id());
        }
    }

    private boolean isCurrent(OutcomeEvent event) {
        return deployment.memory.fans.find(SampleProject.ID, event.fan()).stream()
                .flatMap(this::connections)
                .anyMatch(it -> expiring(it).eventId().equals(event.id()));
    }

    private Stream<Connection> connections(Fan fan) {
        return deployment.memory.fans.connections(SampleProject.ID, fan).stream()
                .filter(it -> !it.ended());
    }

    private static ExpiringConnection expiring(Connection connection) {
        return ExpiringConnection.of(SampleProject.ID, connection);
    }

    private boolean isKnown(EventId id) {
        return deployment.runs.all().stream().anyMatch(run -> run.event().id().equals(id))
                || deployment.memory.events.records().stream()
                        .anyMatch(it -> it.event().id().equals(id));
    }

    /** Called after some minutes without faults. */
    void afterCalm() {
        Instant due = deployment.kernel.now().minus(Duration.ofMinutes(5));
        InMemoryExpiringConnectionStore store =
                new InMemoryExpiringConnectionStore(deployment.memory.fans);
        IntStream.range(0, store.shards())
                .mapToObj(shard -> store.findOldest(shard, Instant.MAX, Integer.MAX_VALUE))
                .flatMap(List::stream)
                .filter(it -> it.isDue(due))
                .forEach(it -> broken(it + " was not announced"));
        expected.stream()
                .flatMap(fan -> deployment.memory.fans.find(SampleProject.ID, fan).stream())
                .flatMap(this::connections)
                .map(ExpiryCheck::expiring)
                .filter(it -> it.isDue(due))
                .map(ExpiringConnection::eventId)
                .filter(id -> !isKnown(id) && !superseded.contains(id))
                .forEach(id -> broken("no flow has heard of " + id));
    }

    private void broken(String what) {
        deployment.violations.add(Guarantee.EXPIRY_ANNOUNCED, what);
    }
}
