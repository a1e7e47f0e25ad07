package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is stored about an identity.
 *
 * @param fan whose it is; empty when somebody unknown sent STOP
 * @param former ids under which that fan was known before
 * @param stopped whether nothing may be sent to it any more
 * @param consented whether its owner has agreed to be sent messages, at least once
 * @param stoppedAt when the last STOP came from it, whether it holds still or not
 * @param returnedAt when its owner last began what undoes a STOP, see {@link
 *     ConsentChange.Kind#lifts}
 */
public record KnownIdentity(
        Optional<FanId> fan,
        Set<FanId> former,
        boolean stopped,
        boolean consented,
        Optional<Instant> stoppedAt,
        Optional<Instant> returnedAt) {
    public KnownIdentity {
        former = Set.copyOf(former);
    }

    /** One of which nothing is known. */
    public static KnownIdentity unknown() {
        return new KnownIdentity(
                Optional.empty(), Set.of(), false, false, Optional.empty(), Optional.empty());
    }

    /** The same, as one of this fan's. */
    public KnownIdentity of(Fan owner) {
        return new KnownIdentity(
                Optional.of(owner.id()), owner.former(), stopped, consented, stoppedAt, returnedAt);
    }

    /** Every id of the fan, also of former times; none when nobody is known. */
    public Set<FanId> ids() {
        return fan.map(id -> allOf(id, former)).orElse(Set.of());
    }

    /** One id and others, as most people have none of them. */
    public static Set<FanId> allOf(FanId id, Set<FanId> former) {
        if (former.isEmpty()) {
            return Set.of(id);
        }
        Set<FanId> all = new HashSet<>(former);
        all.add(id);
        return all;
    }
}
