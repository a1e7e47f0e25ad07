package dev.actionflows.domain.fan;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Fans with their consents and connections: one store, since each refers to the others. */
public final class InMemoryFanStore implements FanStore, ConsentStore, ConnectionStore {
    private final Map<String, Fan> fans = new HashMap<>();
    private final Map<String, KnownIdentity> identities = new HashMap<>();
    private final Map<String, Map<String, ConsentChange>> consents = new HashMap<>();
    private final Map<String, Map<EventId, StoredMessage>> messages = new HashMap<>();
    private static final Comparator<Agreement> BY_TIME =
            Comparator.comparing(Agreement::at).thenComparing(Agreement::id);

    private final Map<String, Map<StreamingProvider, Connection>> connections = new HashMap<>();
    private final Map<String, NavigableSet<Agreement>> agreements = new HashMap<>();

    @Override
    public synchronized Fan findOrCreate(
            ProjectId project, FanIdentity identity, FanId newId, Instant now) {
        Optional<FanId> known = known(project, identity.identity()).fan();
        if (known.isPresent()) {
            return this.find(project, known.get()).orElseThrow();
        }
        Fan fan = Fan.first(newId, List.of(identity), now);
        fans.put(key(project, newId), fan);
        point(project, identity.identity(), fan);
        return fan;
    }

    @Override
    public synchronized void create(ProjectId project, Fan fan) {
        if (fans.putIfAbsent(key(project, fan.id()), fan) != null) {
            throw new IllegalStateException("fan " + fan.id() + " already exists");
        }
    }

    @Override
    public synchronized Optional<Fan> findRecord(ProjectId project, FanId id) {
        return Optional.ofNullable(fans.get(key(project, id)));
    }

    @Override
    public synchronized List<Fan> findRecords(ProjectId project, Collection<FanId> ids) {
        return ids.stream().flatMap(id -> findRecord(project, id).stream()).toList();
    }

    @Override
    public synchronized Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return Optional.ofNullable(identities.get(key(project, identity)));
    }

    @Override
    public synchronized boolean attach(ProjectId project, Fan expected, FanIdentity identity) {
        if (!isCurrent(project, expected)
                || known(project, identity.identity()).fan().isPresent()) {
            return false;
        }
        Fan updated = expected.with(identity);
        fans.put(key(project, expected.id()), updated);
        point(project, identity.identity(), updated);
        return true;
    }

    @Override
    public synchronized boolean setTimeZone(ProjectId project, Fan expected, ZoneId zone) {
        if (!isCurrent(project, expected)) {
            return false;
        }
        fans.put(key(project, expected.id()), expected.in(zone));
        return true;
    }

    @Override
    public synchronized boolean setFirstName(ProjectId project, Fan expected, FirstName name) {
        if (!isCurrent(project, expected)) {
            return false;
        }
        fans.put(key(project, expected.id()), expected.named(name));
        return true;
    }

    @Override
    public synchronized boolean merge(ProjectId project, Merge merge) {
        if (!isCurrent(project, merge.kept()) || !isCurrent(project, merge.given())) {
            return false;
        }
        Fan kept = merge.keptAfter();
        fans.put(key(project, kept.id()), kept);
        fans.put(key(project, merge.given().id()), merge.givenAfter());
        kept.identities().forEach(it -> point(project, it.identity(), kept));
        return true;
    }

    /** All records of a project, merged or not. */
    synchronized List<Fan> records(ProjectId project) {
        return fans.entrySet().stream()
                .filter(it -> projectOf(it.getKey()).equals(project))
                .map(Map.Entry::getValue)
                .toList();
    }

    private boolean isCurrent(ProjectId project, Fan expected) {
        return findRecord(project, expected.id())
                .filter(fan -> fan.revision() == expected.revision())
                .isPresent();
    }

    private void point(ProjectId project, Identity identity, Fan fan) {
        identities.put(key(project, identity), known(project, identity).of(fan));
    }

    private KnownIdentity known(ProjectId project, Identity identity) {
        return identities.getOrDefault(key(project, identity), KnownIdentity.unknown());
    }

    @Override
    public synchronized boolean recordConsent(
            ProjectId project, Identity identity, ConsentChange change) {
        String key = key(project, identity);
        if (consents.computeIfAbsent(key, _ -> new TreeMap<>())
                        .putIfAbsent(change.messageId(), change)
                != null) {
            return false;
        }
        identities.put(key, PastConsents.after(known(project, identity), change));
        return true;
    }

    /** Stops an address unless it was stopped or lifted later. */
    public synchronized void stop(ProjectId project, Identity identity, Instant at) {
        KnownIdentity known = known(project, identity);
        if (known.returnedAt().filter(it -> !it.isBefore(at)).isEmpty()) {
            identities.put(
                    key(project, identity),
                    PastConsents.after(
                            known, new ConsentChange(ConsentChange.Kind.STOP, "erased", at)));
        }
    }

    @Override
    public synchronized void messageReceived(ProjectId project, Identity identity, Instant at) {
        identities.put(key(project, identity), known(project, identity).written(at));
    }

    @Override
    public synchronized void replyReceived(
            ProjectId project, Identity identity, EventId message, Instant at) {
        if (remember(project, identity, message, new StoredMessage(at, true)).isEmpty()) {
            identities.put(key(project, identity), known(project, identity).replied(at));
        }
    }

    @Override
    public synchronized Optional<Instant> messageTaken(
            ProjectId project, Identity identity, EventId message, Instant at) {
        return remember(project, identity, message, new StoredMessage(at, false))
                .filter(StoredMessage::isReply)
                .map(StoredMessage::at);
    }

    /** A message that is a reply, or was taken by a flow. */
    private record StoredMessage(Instant at, boolean isReply) {}

    /**
     * @return the message as it was stored before
     */
    private Optional<StoredMessage> remember(
            ProjectId project, Identity identity, EventId message, StoredMessage stored) {
        return Optional.ofNullable(
                messages.computeIfAbsent(key(project, identity), _ -> new HashMap<>())
                        .putIfAbsent(message, stored));
    }

    @Override
    public synchronized Optional<ConsentChange.Kind> recordedAs(
            ProjectId project, Identity identity, String messageId) {
        return Optional.ofNullable(
                        consents.getOrDefault(key(project, identity), Map.of()).get(messageId))
                .map(ConsentChange::kind);
    }

    @Override
    public synchronized List<ConsentChange> consents(ProjectId project, Identity identity) {
        return consents.getOrDefault(key(project, identity), Map.of()).values().stream()
                .sorted(Comparator.comparing(ConsentChange::at))
                .toList();
    }

    @Override
    public synchronized Checked check(ProjectId project, Fan fan, Identity.Kind kind) {
        if (!isCurrent(project, fan)) {
            return Checked.changed(fan, kind);
        }
        Map<Identity, KnownIdentity> known = new HashMap<>();
        fan.channels().forEach(it -> known.put(it.identity(), known(project, it.identity())));
        return Checked.of(fan, kind, known);
    }

    /**
     * Replaces the record of the messages sent to an address, on condition that nothing that was
     * checked has changed.
     *
     * @param sent empty: only checks
     */
    public synchronized boolean recordSent(
            ProjectId project,
            Checked checked,
            Optional<Identity> address,
            List<SentMessage> sent) {
        if (!isCurrent(project, checked.fan())
                || checked.fan().channels().stream()
                        .anyMatch(it -> hasChanged(project, checked, it, address.isPresent()))) {
            return false;
        }
        address.ifPresent(
                it -> identities.put(key(project, it), known(project, it).withSent(sent)));
        return true;
    }

    private boolean hasChanged(
            ProjectId project, Checked checked, FanIdentity address, boolean capped) {
        KnownIdentity now = known(project, address.identity());
        KnownIdentity then =
                checked.known().getOrDefault(address.identity(), KnownIdentity.unknown());
        return !now.stoppedAt().equals(then.stoppedAt())
                || !now.mail().bouncedAt().equals(then.mail().bouncedAt())
                || !now.mail().complainedAt().equals(then.mail().complainedAt())
                || (capped && address.kind() == checked.kind() && !now.sent().equals(then.sent()));
    }

    /** Removes a message from the record of an address. */
    public synchronized void forgetSent(ProjectId project, Identity address, String step) {
        KnownIdentity known = known(project, address);
        identities.put(
                key(project, address),
                known.withSent(
                        known.sent().stream().filter(it -> !it.step().equals(step)).toList()));
    }

    @Override
    public synchronized boolean claimConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        KnownIdentity known = known(project, identity);
        boolean tooEarly =
                known.request()
                        .filter(
                                it ->
                                        request.at()
                                                .isBefore(
                                                        it.at().plus(ConfirmationRequest.INTERVAL)))
                        .isPresent();
        return !tooEarly
                && !known.stopped()
                && known.returnedAt().isEmpty()
                && recordConsent(
                        project,
                        identity,
                        new ConsentChange(
                                ConsentChange.Kind.CONFIRMATION_REQUESTED,
                                request.id(),
                                request.at()))
                && replaceRequest(project, identity, Optional.of(request));
    }

    private boolean replaceRequest(
            ProjectId project, Identity identity, Optional<ConfirmationRequest> request) {
        identities.put(key(project, identity), known(project, identity).asked(request));
        return true;
    }

    @Override
    public synchronized void confirmationSent(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        if (isLatest(project, identity, request)) {
            replaceRequest(project, identity, Optional.of(request.asSent()));
            noteSent(project, identity, request);
        }
    }

    @Override
    public synchronized void withdrawConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        if (isLatest(project, identity, request)) {
            replaceRequest(project, identity, Optional.empty());
            consents.getOrDefault(key(project, identity), new TreeMap<>()).remove(request.id());
        }
    }

    private void noteSent(ProjectId project, Identity identity, ConfirmationRequest request) {
        consents.computeIfAbsent(key(project, identity), _ -> new TreeMap<>())
                .put(
                        request.id(),
                        new ConsentChange(
                                ConsentChange.Kind.CONFIRMATION_REQUESTED,
                                request.id(),
                                request.at(),
                                Map.of(ConfirmationRequest.SENT, "true")));
    }

    private boolean isLatest(ProjectId project, Identity identity, ConfirmationRequest request) {
        return known(project, identity)
                .request()
                .filter(it -> it.id().equals(request.id()))
                .isPresent();
    }

    @Override
    public synchronized List<Connection> connections(ProjectId project, Fan fan) {
        Map<StreamingProvider, Connection> latest = new TreeMap<>();
        List<Connection> all = new ArrayList<>();
        for (FanId id : fan.ids()) {
            all.addAll(connections.getOrDefault(key(project, id), Map.of()).values());
        }
        all.sort(Connection.OLDEST_FIRST);
        all.forEach(it -> latest.put(it.provider(), it));
        return List.copyOf(latest.values());
    }

    /** The connections that are to be announced when they are about to expire. */
    synchronized List<ExpiringConnection> toBeAnnounced() {
        List<ExpiringConnection> all = new ArrayList<>();
        connections.forEach(
                (key, stored) ->
                        stored.values().stream()
                                .filter(it -> !it.ended() && !it.expiryAnnounced())
                                .map(it -> ExpiringConnection.of(projectOf(key), it))
                                .forEach(all::add));
        return all;
    }

    /** Records that a connection was announced, unless it has changed. */
    synchronized void announced(ExpiringConnection expiring) {
        replaceIf(
                expiring.project(),
                current -> ExpiringConnection.of(expiring.project(), current).equals(expiring),
                expiring.fan(),
                expiring.provider(),
                Connection::announced);
    }

    @Override
    public synchronized boolean connect(ProjectId project, Connection connection) {
        Map<StreamingProvider, Connection> stored =
                connections.computeIfAbsent(key(project, connection.fan()), _ -> new TreeMap<>());
        Connection before = stored.get(connection.provider());
        if (before != null && before.origin().equals(connection.origin()) && !before.ended()) {
            return false;
        }
        stored.put(connection.provider(), connection);
        return true;
    }

    @Override
    public synchronized boolean replace(
            ProjectId project, Connection expected, Connection updated) {
        return replaceIf(
                project,
                current ->
                        current.userToken().equals(expected.userToken())
                                && current.accessToken().equals(expected.accessToken())
                                && current.refreshedUntil().equals(expected.refreshedUntil()),
                updated);
    }

    @Override
    public synchronized boolean storeTokens(
            ProjectId project, Connection used, Connection refreshed) {
        return replaceIf(
                project, current -> current.userToken().equals(used.userToken()), refreshed);
    }

    private boolean replaceIf(
            ProjectId project, Predicate<Connection> condition, Connection updated) {
        return replaceIf(project, condition, updated.fan(), updated.provider(), _ -> updated);
    }

    private boolean replaceIf(
            ProjectId project,
            Predicate<Connection> condition,
            FanId fan,
            StreamingProvider provider,
            UnaryOperator<Connection> update) {
        Map<StreamingProvider, Connection> stored =
                connections.getOrDefault(key(project, fan), new TreeMap<>());
        Connection current = stored.get(provider);
        if (current == null || !condition.test(current)) {
            return false;
        }
        stored.put(provider, update.apply(current));
        return true;
    }

    @Override
    public synchronized void disconnect(ProjectId project, Fan fan, StreamingProvider provider) {
        fan.ids()
                .forEach(
                        id ->
                                connections
                                        .getOrDefault(key(project, id), new TreeMap<>())
                                        .remove(provider));
    }

    @Override
    public synchronized void recordAgreement(ProjectId project, FanId fan, Agreement agreement) {
        agreements.computeIfAbsent(key(project, fan), _ -> new TreeSet<>(BY_TIME)).add(agreement);
    }

    @Override
    public synchronized List<Agreement> agreements(ProjectId project, Fan fan) {
        return fan.ids().stream()
                .map(id -> agreements.getOrDefault(key(project, id), new TreeSet<>(BY_TIME)))
                .flatMap(all -> all.stream().skip(Math.max(0, all.size() - 20)))
                .sorted(BY_TIME)
                .toList();
    }

    private static String key(ProjectId project, FanId fan) {
        return project + "/" + fan;
    }

    private static ProjectId projectOf(String key) {
        return new ProjectId(key.substring(0, key.indexOf('/')));
    }

    private static String key(ProjectId project, Identity identity) {
        return project + "/" + identity.kind() + "/" + identity.hash();
    }

    /** See {@code InMemoryFanDataStore}. */
    public synchronized boolean removeRecords(
            ProjectId project,
            Fan fan,
            Map<Identity, KnownIdentity> read,
            Map<Identity, Optional<KnownIdentity>> remainders) {
        if (!isCurrent(project, fan)
                || remainders.keySet().stream()
                        .anyMatch(
                                it ->
                                        closings(known(project, it))
                                                != closings(
                                                        read.getOrDefault(
                                                                it, KnownIdentity.unknown())))) {
            return false;
        }
        fan.ids().forEach(id -> fans.remove(key(project, id)));
        remainders.forEach((identity, rest) -> setIdentity(project, identity, rest));
        return true;
    }

    /** What decides whether an address is closed. */
    private static int closings(KnownIdentity known) {
        return Objects.hash(known.stopped(), known.stoppedAt(), known.returnedAt(), known.mail());
    }

    /** Replaces or removes the state of an identity. */
    public synchronized void setIdentity(
            ProjectId project, Identity identity, Optional<KnownIdentity> state) {
        state.ifPresentOrElse(
                it -> identities.put(key(project, identity), it),
                () -> identities.remove(key(project, identity)));
    }

    /** Removes a record. */
    public synchronized boolean removeRecord(ProjectId project, FanId fan) {
        return fans.remove(key(project, fan)) != null;
    }

    /** Removes the connections that are stored under an id. */
    public synchronized int removeConnections(ProjectId project, FanId fan) {
        Map<StreamingProvider, Connection> removed = connections.remove(key(project, fan));
        return removed == null ? 0 : removed.size();
    }

    /** Everything that was agreed to under an id, oldest first. */
    public synchronized List<Agreement> allAgreements(ProjectId project, FanId fan) {
        NavigableSet<Agreement> found = agreements.get(key(project, fan));
        return found == null ? List.of() : List.copyOf(found);
    }

    /** Removes what was agreed to under an id. */
    public synchronized int removeAgreements(ProjectId project, FanId fan) {
        NavigableSet<Agreement> removed = agreements.remove(key(project, fan));
        return removed == null ? 0 : removed.size();
    }

    /** Removes changes of consent until a time. */
    public synchronized int removeConsents(ProjectId project, Identity identity, Instant until) {
        messages.getOrDefault(key(project, identity), new HashMap<>())
                .values()
                .removeIf(it -> !it.at().isAfter(until));
        Map<String, ConsentChange> changes =
                consents.getOrDefault(key(project, identity), Map.of());
        int before = changes.size();
        changes.values().removeIf(it -> !it.at().isAfter(until));
        return before - changes.size();
    }
}
