package dev.actionflows.domain.management;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Manages the fans of a project for its developers. */
public final class FanService {
    private static final int MAX_CONSENTS_SHOWN = 100;

    private static final Comparator<Consent> LATEST_FIRST =
            Comparator.comparing((Consent it) -> it.change().at())
                    .thenComparing(FanService::place)
                    .reversed();

    private final FanStore store;
    private final ConsentStore consentStore;
    private final ConnectionStore connectionStore;
    private final IdentityHasher identities;
    private final ConnectionService connections;
    private final IdSource ids;
    private final InstantSource clock;

    public FanService(
            FanStore store,
            ConsentStore consentStore,
            ConnectionStore connectionStore,
            IdentityHasher identities,
            Vault vault,
            WakeUpQueue wakeUps,
            IdSource ids,
            InstantSource clock) {
        this.store = store;
        this.consentStore = consentStore;
        this.connectionStore = connectionStore;
        this.identities = identities;
        this.connections = new ConnectionService(store, connectionStore, vault, wakeUps);
        this.ids = ids;
        this.clock = clock;
    }

    /** A consent change of one of a fan's addresses. */
    public record Consent(FanIdentity address, ConsentChange change) {}

    /**
     * A fan with consents and connections.
     *
     * @param smsStopped whether the fan opted out of texts, on this channel or another one
     * @param consents the latest 100 consent changes of each of the fan's addresses, by kind of
     *     address, oldest first
     * @param connections by provider
     * @param agreements what the fan agreed to before connecting, see {@link
     *     ConnectionStore#agreements}
     */
    public record Profile(
            Fan fan,
            boolean smsStopped,
            List<Consent> consents,
            List<Connection> connections,
            List<Agreement> agreements) {
        public Profile {
            consents = List.copyOf(consents);
            connections = List.copyOf(connections);
            agreements = List.copyOf(agreements);
        }
    }

    /**
     * @param isNew whether this call created the fan
     */
    public record Found(Profile profile, boolean isNew) {}

    /** Finds the fan with this number, or creates one. */
    public Found findOrCreate(ProjectId project, PhoneNumber number) {
        return findOrCreate(project, number, Optional.empty());
    }

    /**
     * As above, and names the fan.
     *
     * @param firstName stored in place of any earlier one; empty: leave it as it is
     */
    public Found findOrCreate(
            ProjectId project, PhoneNumber number, Optional<FirstName> firstName) {
        FanId newId = FanId.from(ids);
        Fan fan =
                store.findOrCreate(project, identities.of(project, number), newId, clock.instant());
        Profile profile =
                firstName
                        .map(name -> setFirstName(project, fan.id(), name))
                        .orElseGet(() -> profile(project, fan));
        return new Found(profile, fan.id().equals(newId));
    }

    /**
     * Finds the fan with this number; stores nothing.
     *
     * @throws ProblemException NOT_FOUND if the project has no such fan
     */
    public Profile find(ProjectId project, PhoneNumber number) {
        return find(project, identities.of(project, number).identity());
    }

    /** As {@link #find(ProjectId, PhoneNumber)}, by an email address. */
    public Profile find(ProjectId project, EmailAddress address) {
        return find(project, identities.of(project, address).identity());
    }

    private Profile find(ProjectId project, Identity identity) {
        return store.findIdentity(project, identity)
                .flatMap(KnownIdentity::fan)
                .flatMap(id -> store.find(project, id))
                .map(fan -> profile(project, fan))
                .orElseThrow(
                        () ->
                                ProblemException.notFound(
                                        "no fan of this project has this "
                                                + identity.kind().wireName()));
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Profile get(ProjectId project, FanId id) {
        return profile(project, existing(project, id));
    }

    /**
     * Stores a fan's authorization in place of any earlier one at that service, and wakes the fan's
     * runs that wait for it.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Profile connect(Project project, FanId named, Authorization authorization) {
        Fan fan = existing(project.id(), named);
        connections.connect(
                project,
                fan,
                authorization.provider(),
                new AuthorizationAnswer.Granted(
                        authorization.userToken(), authorization.scopes(), Optional.empty()),
                authorization.at());
        return profile(project.id(), fan);
    }

    /**
     * Deletes a fan's authorization at a service with its token. Does nothing if there is none.
     *
     * @throws ProblemException NOT_FOUND if the project has no such fan
     */
    public void disconnect(ProjectId project, FanId named, StreamingProvider provider) {
        if (!connections.disconnect(project, named, provider)) {
            throw noSuchFan(named);
        }
    }

    /**
     * Stores the time zone that the fan declared, in place of any earlier one. It determines the
     * fan's quiet hours from now on.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Profile setTimeZone(ProjectId project, FanId id, ZoneId zone) {
        while (true) {
            Fan fan = existing(project, id);
            if (fan.timeZone().equals(Optional.of(zone)) || store.setTimeZone(project, fan, zone)) {
                return profile(project, existing(project, id));
            }
        }
    }

    /**
     * Stores the fan's first name in place of any earlier one.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Profile setFirstName(ProjectId project, FanId id, FirstName name) {
        while (true) {
            Fan fan = existing(project, id);
            if (fan.firstName().equals(Optional.of(name))
                    || store.setFirstName(project, fan, name)) {
                return profile(project, existing(project, id));
            }
        }
    }

    /**
     * Every consent change of the fan's addresses, latest first.
     *
     * @param limit the maximum number of changes
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST if the cursor is not of this list
     */
    public Page<Consent> consents(ProjectId project, FanId id, Optional<String> cursor, int limit) {
        List<Consent> all =
                existing(project, id).identities().stream()
                        .flatMap(
                                address ->
                                        consentStore.consents(project, address.identity()).stream()
                                                .map(change -> new Consent(address, change)))
                        .sorted(LATEST_FIRST)
                        .toList();
        int from =
                Cursor.decode(cursor, place -> positionOf(place, all))
                        .map(position -> position + 1)
                        .orElse(0);
        int to = Math.min(all.size(), from + limit);
        return new Page<>(
                all.subList(from, to),
                to < all.size()
                        ? Optional.of(Cursor.encode(place(all.get(to - 1))))
                        : Optional.empty());
    }

    private static Optional<Integer> positionOf(String place, List<Consent> all) {
        return IntStream.range(0, all.size())
                .filter(index -> place(all.get(index)).equals(place))
                .boxed()
                .findFirst();
    }

    private static String place(Consent consent) {
        return consent.address().identity().hash() + "/" + consent.change().messageId();
    }

    private Fan existing(ProjectId project, FanId id) {
        return store.find(project, id).orElseThrow(() -> noSuchFan(id));
    }

    private static ProblemException noSuchFan(FanId id) {
        return ProblemException.notFound("no such fan: " + id);
    }

    private Profile profile(ProjectId project, Fan fan) {
        ConsentStore.Permission texts = consentStore.permission(project, fan, Identity.Kind.PHONE);
        if (texts instanceof ConsentStore.Permission.FanChanged) {
            return profile(project, existing(project, fan.id()));
        }
        List<Connection> connections =
                connectionStore.connections(project, fan).stream()
                        .sorted(Comparator.comparing(Connection::provider))
                        .toList();
        List<Consent> consents =
                fan.identities().stream()
                        .flatMap(
                                it ->
                                        latestConsents(project, it.identity()).stream()
                                                .map(change -> new Consent(it, change)))
                        .toList();
        return new Profile(
                fan,
                texts instanceof ConsentStore.Permission.Stopped,
                consents,
                connections,
                connections.isEmpty() ? List.of() : connectionStore.agreements(project, fan));
    }

    private List<ConsentChange> latestConsents(ProjectId project, Identity address) {
        List<ConsentChange> all = consentStore.consents(project, address);
        return all.subList(Math.max(0, all.size() - MAX_CONSENTS_SHOWN), all.size());
    }
}
