package dev.actionflows.testkit;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

public final class InMemoryFanStore implements FanStore {
    private final Map<String, Fan> fans = new HashMap<>();
    private final Map<String, KnownIdentity> identities = new HashMap<>();
    private final Map<String, Instant> stops = new HashMap<>();
    private final Set<String> consentMessages = new HashSet<>();
    private final Map<String, Map<StreamingProvider, Connection>> connections = new HashMap<>();

    @Override
    public synchronized Fan findOrCreate(
            ProjectId project, Fan.Phone phone, FanId newId, Instant now) {
        KnownIdentity known = identities.get(key(project, phone.identity()));
        if (known != null && known.fan().isPresent()) {
            return find(project, known.fan().get()).orElseThrow();
        }
        Fan fan = new Fan(newId, Optional.of(phone), now);
        fans.put(project + "/" + newId, fan);
        identities.put(
                key(project, phone.identity()),
                new KnownIdentity(Optional.of(newId), known != null && known.stopped()));
        return fan;
    }

    @Override
    public synchronized Optional<Fan> find(ProjectId project, FanId id) {
        return Optional.ofNullable(fans.get(project + "/" + id));
    }

    @Override
    public synchronized Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return Optional.ofNullable(identities.get(key(project, identity)));
    }

    @Override
    public synchronized boolean recordConsent(
            ProjectId project, Identity identity, ConsentChange change) {
        String key = key(project, identity);
        if (!consentMessages.add(key + "/" + change.messageId())) {
            return false;
        }
        Instant stoppedAt = stops.get(key);
        if (stoppedAt != null && !stoppedAt.isBefore(change.at())) {
            return true;
        }
        if (change.kind() == ConsentChange.Kind.STOP) {
            stops.put(key, change.at());
        }
        Optional<FanId> fan = Optional.ofNullable(identities.get(key)).flatMap(KnownIdentity::fan);
        identities.put(key, new KnownIdentity(fan, change.kind() == ConsentChange.Kind.STOP));
        return true;
    }

    @Override
    public synchronized List<Connection> connections(ProjectId project, FanId fan) {
        return List.copyOf(connections.getOrDefault(project + "/" + fan, Map.of()).values());
    }

    @Override
    public synchronized void connect(ProjectId project, FanId fan, Connection connection) {
        connections
                .computeIfAbsent(project + "/" + fan, _ -> new TreeMap<>())
                .put(connection.provider(), connection);
    }

    @Override
    public synchronized boolean replace(
            ProjectId project, FanId fan, Connection expected, Connection updated) {
        Map<StreamingProvider, Connection> stored =
                connections.getOrDefault(project + "/" + fan, new TreeMap<>());
        Connection current = stored.get(expected.provider());
        if (current == null || !current.userToken().equals(expected.userToken())) {
            return false;
        }
        stored.put(expected.provider(), updated);
        return true;
    }

    private static String key(ProjectId project, Identity identity) {
        return project + "/" + identity.kind() + "/" + identity.hash();
    }
}
