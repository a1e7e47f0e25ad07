package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A known person in one project. Two fans who turn out to be one person are merged: the younger
 * record says into which other one, and whatever is stored under its id stays there and counts for
 * both.
 *
 * @param identities how the person is known, in the order in which that was proven; what came by a
 *     merge stands after what the record that was kept had
 * @param former ids of the records that were merged into this one
 * @param mergedInto the record that stands for this person now; empty: this one
 * @param revision counts changes, so that none is lost
 */
public record Fan(
        FanId id,
        List<FanIdentity> identities,
        Set<FanId> former,
        Optional<FanId> mergedInto,
        Instant createdAt,
        long revision) {
    /** More than one person has; what is written together when two are merged stays in bounds. */
    public static final int MAX_IDENTITIES = 50;

    /** As many records are taken for one person. */
    public static final int MAX_RECORDS = 50;

    private static final Comparator<Fan> BY_AGE =
            Comparator.comparing(Fan::createdAt).thenComparing(fan -> fan.id().value());

    public Fan {
        identities = List.copyOf(identities);
        former = Set.copyOf(former);
    }

    /** Somebody who has not been seen before. */
    public static Fan first(FanId id, List<FanIdentity> identities, Instant now) {
        return new Fan(id, identities, Set.of(), Optional.empty(), now, 1);
    }

    /** A number, and how it is looked up. */
    public record Phone(PhoneNumber number, Identity identity) {}

    /** The last number; messages go where {@link FanStore#permission} says. */
    public Optional<Phone> phone() {
        return latest(Identity.Kind.PHONE)
                .map(it -> new Phone(new PhoneNumber(it.value()), it.identity()));
    }

    /** Of each kind, the last one counts. */
    public Optional<FanIdentity> latest(Identity.Kind kind) {
        return of(kind).stream().reduce((_, second) -> second);
    }

    public List<FanIdentity> of(Identity.Kind kind) {
        return identities.stream().filter(it -> it.kind() == kind).toList();
    }

    /** Where this person can be written to, and can say STOP. */
    public List<FanIdentity> channels() {
        return identities.stream().filter(it -> it.kind().isChannel()).toList();
    }

    /** Every id under which something of this person may be stored, its own first. */
    public List<FanId> ids() {
        List<FanId> ids = new ArrayList<>(List.of(id));
        former.stream().sorted(Comparator.comparing(FanId::value)).forEach(ids::add);
        return List.copyOf(ids);
    }

    /** Whether the fan is known by it; a phone may have been known by another number then. */
    public boolean has(FanIdentity identity) {
        return identities.stream().anyMatch(it -> it.identity().equals(identity.identity()));
    }

    /** Whether so much may be known of one person. */
    boolean isWithinBounds() {
        return identities.size() <= MAX_IDENTITIES && former.size() < MAX_RECORDS;
    }

    /**
     * Whether somebody with these other identities may be the same person: not if both are known by
     * phone, or both by an account of one service.
     */
    boolean mayBe(List<FanIdentity> others) {
        return others.stream().map(FanIdentity::kind).noneMatch(kind -> !of(kind).isEmpty());
    }

    /** Known in one more way. */
    public Fan with(FanIdentity identity) {
        List<FanIdentity> more = new ArrayList<>(identities);
        more.add(identity);
        return new Fan(id, more, former, mergedInto, createdAt, revision + 1);
    }

    /** Which of two records of one person stands for both: the older one, whoever asks. */
    boolean isOlderThan(Fan other) {
        return BY_AGE.compare(this, other) < 0;
    }

    /** This record, standing for another one too. */
    Fan absorbing(Fan other) {
        List<FanIdentity> all = new ArrayList<>(identities);
        other.identities().stream().filter(it -> !has(it)).forEach(all::add);
        Set<FanId> ids = new TreeSet<>(Comparator.comparing(FanId::value));
        ids.addAll(former);
        ids.addAll(other.ids());
        return new Fan(id, all, ids, mergedInto, createdAt, revision + 1);
    }

    /** This record, for which another one stands from now on. */
    Fan absorbedBy(Fan other) {
        return new Fan(id, identities, former, Optional.of(other.id()), createdAt, revision + 1);
    }
}
