package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A known person in one project. Two records that turn out to be the same fan are merged: the
 * younger one refers to the other, and what is stored under its id stays there and counts for both.
 *
 * @param identities the fan's identities, in the order in which they were proven; after a merge,
 *     those of the other record follow
 * @param former ids of the records that were merged into this one
 * @param mergedInto the record that this one was merged into; empty if it was not merged
 * @param timeZone the fan's time zone, if the project knows it
 * @param firstName the fan's first name, if the project knows it
 * @param revision incremented by each change, to prevent lost updates
 */
public record Fan(
        FanId id,
        List<FanIdentity> identities,
        Set<FanId> former,
        Optional<FanId> mergedInto,
        Optional<ZoneId> timeZone,
        Optional<FirstName> firstName,
        Instant createdAt,
        long revision) {
    /** More than a fan has; bounds the transaction of a merge. */
    public static final int MAX_IDENTITIES = 50;

    /** The maximum number of records that are merged. */
    public static final int MAX_RECORDS = 50;

    private static final Comparator<Fan> BY_AGE =
            Comparator.comparing(Fan::createdAt).thenComparing(fan -> fan.id().value());

    public Fan {
        identities = List.copyOf(identities);
        former = Set.copyOf(former);
    }

    /** A new fan. */
    public static Fan first(FanId id, List<FanIdentity> identities, Instant now) {
        return new Fan(
                id,
                identities,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                1);
    }

    /** A number and its identity. */
    public record Phone(PhoneNumber number, Identity identity) {}

    /** The latest number; {@link ConsentStore#check} determines where messages are sent. */
    public Optional<Phone> phone() {
        return latest(Identity.Kind.PHONE)
                .map(it -> new Phone(new PhoneNumber(it.value()), it.identity()));
    }

    /** The latest identity of a kind. */
    public Optional<FanIdentity> latest(Identity.Kind kind) {
        return of(kind).stream().reduce((_, second) -> second);
    }

    public List<FanIdentity> of(Identity.Kind kind) {
        return identities.stream().filter(it -> it.kind() == kind).toList();
    }

    /** The addresses where the fan can receive messages and send STOP. */
    public List<FanIdentity> channels() {
        return identities.stream().filter(it -> it.kind().isChannel()).toList();
    }

    /** Every id under which data of the fan may be stored, the current one first. */
    public List<FanId> ids() {
        List<FanId> ids = new ArrayList<>(List.of(id));
        former.stream().sorted(Comparator.comparing(FanId::value)).forEach(ids::add);
        return List.copyOf(ids);
    }

    /** Whether the fan has this identity; a phone may have had another notation at the time. */
    public boolean has(FanIdentity identity) {
        return identities.stream().anyMatch(it -> it.identity().equals(identity.identity()));
    }

    /** Whether the numbers of identities and records are allowed. */
    boolean isWithinBounds() {
        return identities.size() <= MAX_IDENTITIES && former.size() < MAX_RECORDS;
    }

    /**
     * Whether a fan with these other identities may be the same: not if both have phone numbers, or
     * both have accounts at one service.
     */
    boolean mayBe(List<FanIdentity> others) {
        return others.stream().map(FanIdentity::kind).noneMatch(kind -> !of(kind).isEmpty());
    }

    /** With another identity. */
    public Fan with(FanIdentity identity) {
        List<FanIdentity> more = new ArrayList<>(identities);
        more.add(identity);
        return new Fan(id, more, former, mergedInto, timeZone, firstName, createdAt, revision + 1);
    }

    /** In this time zone. */
    public Fan in(ZoneId zone) {
        return with(Optional.of(zone), firstName);
    }

    /** With this first name. */
    public Fan named(FirstName name) {
        return with(timeZone, Optional.of(name));
    }

    private Fan with(Optional<ZoneId> zone, Optional<FirstName> name) {
        return new Fan(id, identities, former, mergedInto, zone, name, createdAt, revision + 1);
    }

    /** Which of two records remains after a merge: the older one, whichever side initiates it. */
    boolean isOlderThan(Fan other) {
        return BY_AGE.compare(this, other) < 0;
    }

    /** This record after the other one was merged into it. */
    Fan absorbing(Fan other) {
        List<FanIdentity> all = new ArrayList<>(identities);
        other.identities().stream().filter(it -> !has(it)).forEach(all::add);
        Set<FanId> ids = new TreeSet<>(Comparator.comparing(FanId::value));
        ids.addAll(former);
        ids.addAll(other.ids());
        Optional<ZoneId> zone = timeZone.or(other::timeZone);
        Optional<FirstName> name = firstName.or(other::firstName);
        return new Fan(id, all, ids, mergedInto, zone, name, createdAt, revision + 1);
    }

    /** This record after it was merged into the other one. */
    Fan absorbedBy(Fan other) {
        return new Fan(
                id,
                identities,
                former,
                Optional.of(other.id()),
                timeZone,
                firstName,
                createdAt,
                revision + 1);
    }
}
