package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Fans, their identities and connections. */
public interface FanStore {
    /**
     * The fan with this identity, made now if there is none. Of many callers at once, one makes the
     * fan and all get it.
     *
     * @param newId the id of the fan if it has to be made
     * @return the record as it is stored, which is never one that was merged into another
     */
    Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now);

    /** Stores a fan of whom nothing is known but what is stored next. */
    void create(ProjectId project, Fan fan);

    /** The very record with this id, merged or not; {@link FanResolver} finds the person. */
    Optional<Fan> find(ProjectId project, FanId id);

    /**
     * The very records with these ids, of those that there are, in no order.
     *
     * @param ids at most 100
     */
    List<Fan> findAll(ProjectId project, Collection<FanId> ids);

    /** Strongly consistent: what was stored before this call is seen. */
    Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity);

    /**
     * Makes a fan known in one more way, unless somebody else is, or the fan has changed since it
     * was read.
     *
     * @param expected as it was read
     * @return whether it was stored
     */
    boolean attach(ProjectId project, Fan expected, FanIdentity identity);

    /**
     * Stores that two records are one person, with all their identities pointing to the one that
     * stands for both. All of it happens, or nothing.
     *
     * @return false when one of them has changed since it was read
     */
    boolean merge(ProjectId project, Merge merge);

    /**
     * Two records of one person.
     *
     * @param kept as it was read: the one that will stand for both
     * @param given as it was read: the one that will point to the other
     */
    record Merge(Fan kept, Fan given) {
        /** Either way round, the same merge. */
        public static Merge of(Fan one, Fan other) {
            return one.isOlderThan(other) ? new Merge(one, other) : new Merge(other, one);
        }

        public Fan keptAfter() {
            return kept.absorbing(given);
        }

        public Fan givenAfter() {
            return given.absorbedBy(kept);
        }
    }

    /**
     * Stores a fan's opt-out, opt-in or return, once a message: a repeated delivery of an old START
     * must not undo a later STOP, and neither may what was begun before the STOP and is written
     * after it.
     *
     * @return false when this message was taken before, and nothing was changed
     */
    boolean recordConsent(ProjectId project, Identity identity, ConsentChange change);

    /** Every word about an address, oldest first, at most 100: what proves a consent. */
    List<ConsentChange> consents(ProjectId project, Identity identity);

    /**
     * Whether a fan may be written to now, and where. One strongly consistent read of the record
     * and of every address at which they can say STOP, and to be asked last of all.
     *
     * @param fan as it was read
     */
    Permission permission(ProjectId project, Fan fan, Identity.Kind kind);

    /** Whether messages may be sent. */
    sealed interface Permission {
        /**
         * @param address the last one that has agreed
         */
        record Given(FanIdentity address) implements Permission {}

        /** The person said so, on this channel or another one. */
        record Stopped() implements Permission {}

        record NeverGiven() implements Permission {}

        /** The record has changed since it was read: read it again. */
        record FanChanged() implements Permission {}

        /**
         * A STOP holds for the person, on every channel, until each of them is taken up again by
         * its own word; a consent is one for the address that gave it.
         *
         * @param fan whose every channel is looked at
         * @param kind the channel that is asked for
         * @param known what is stored about their addresses
         */
        static Permission of(
                Fan fan, Identity.Kind kind, Function<Identity, Optional<KnownIdentity>> known) {
            List<FanIdentity> addresses = fan.of(kind);
            Optional<Instant> returnedAt =
                    words(addresses, known)
                            .flatMap(it -> it.returnedAt().stream())
                            .max(Comparator.naturalOrder());
            boolean stoppedHere = words(addresses, known).anyMatch(KnownIdentity::stopped);
            boolean stoppedElsewhere =
                    words(fan.channels().stream().filter(it -> it.kind() != kind).toList(), known)
                            .flatMap(it -> it.stoppedAt().stream())
                            .anyMatch(at -> returnedAt.filter(at::isBefore).isEmpty());
            if (stoppedHere || stoppedElsewhere) {
                return new Stopped();
            }
            return addresses.reversed().stream()
                    .filter(
                            it ->
                                    known.apply(it.identity())
                                            .filter(KnownIdentity::consented)
                                            .isPresent())
                    .findFirst()
                    .<Permission>map(Given::new)
                    .orElseGet(NeverGiven::new);
        }

        private static Stream<KnownIdentity> words(
                List<FanIdentity> addresses, Function<Identity, Optional<KnownIdentity>> known) {
            return addresses.stream().flatMap(it -> known.apply(it.identity()).stream());
        }
    }

    /**
     * The connections of a person.
     *
     * @return at most one of each service: the one that was authorized last
     */
    List<Connection> connections(ProjectId project, Fan fan);

    /** Stores a fresh authorization, in place of any before it under the same id. */
    void connect(ProjectId project, Connection connection);

    /**
     * Replaces a connection, unless the fan has connected anew in between.
     *
     * @param expected as it was read
     * @return whether it was replaced
     */
    boolean replace(ProjectId project, Connection expected, Connection updated);
}
