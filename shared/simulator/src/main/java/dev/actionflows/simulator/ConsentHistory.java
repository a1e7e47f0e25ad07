package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When fans sent STOP, and since when each identity can be found as a fan's. */
final class ConsentHistory {
    private final Kernel kernel;
    private final Map<Identity, Instant> stoppedSince = new HashMap<>();

    /** Since when mail to each address is undeliverable. */
    private final Map<Identity, Instant> bouncedSince = new HashMap<>();

    /** Every STOP, by address. */
    private final Map<Identity, List<Stop>> stops = new HashMap<>();

    /** The last time at which messages to each address were allowed again. */
    private final Map<Identity, Instant> returnedAt = new HashMap<>();

    /** Since when an identity is found under a fan's id that it did not belong to at first. */
    private final Map<String, Instant> belongsSince = new HashMap<>();

    /**
     * @param at the time of receipt
     * @param storedAt the time since when it is visible
     */
    private record Stop(Instant at, Instant storedAt) {}

    ConsentHistory(Kernel kernel) {
        this.kernel = kernel;
    }

    /** An identity is stored with this consent state. */
    void stored(Identity identity, boolean stopped) {
        if (stopped) {
            stoppedSince.putIfAbsent(identity, kernel.instant());
        } else {
            stoppedSince.remove(identity);
        }
    }

    /** Whether mail to an identity is undeliverable, as it is stored now. */
    void bounced(Identity identity, boolean bounced) {
        if (bounced) {
            bouncedSince.putIfAbsent(identity, kernel.instant());
        } else {
            bouncedSince.remove(identity);
        }
    }

    /** A change is stored that was not recorded before. */
    void changed(Identity identity, ConsentChange change) {
        if (change.kind().lifts()) {
            returnedAt.merge(
                    identity, change.begunAt(), (one, other) -> one.isAfter(other) ? one : other);
        }
        if (change.kind() == ConsentChange.Kind.STOP) {
            stops.computeIfAbsent(identity, _ -> new ArrayList<>())
                    .add(new Stop(change.at(), kernel.instant()));
        }
    }

    /** From now on, these identities are found for the fan. */
    void attached(Fan fan, List<FanIdentity> identities) {
        for (FanId id : fan.ids()) {
            for (FanIdentity it : identities) {
                belongsSince.putIfAbsent(id + "/" + it.identity(), kernel.instant());
            }
        }
    }

    /** Since when an identity can be found as that of a fan by this id; MIN if from the first. */
    Instant belongsSince(FanId fan, Identity identity) {
        return belongsSince.getOrDefault(fan + "/" + identity, Instant.MIN);
    }

    private boolean wasKnown(FanId fan, Identity identity, Instant lookedAt) {
        return belongsSince(fan, identity).isBefore(lookedAt);
    }

    /** Whether a read at that time could see that the address itself wants no messages. */
    boolean isStopped(Identity identity, Instant lookedAt) {
        Instant stopped = stoppedSince.get(identity);
        return stopped != null && stopped.isBefore(lookedAt);
    }

    /** Whether a read at that time could see that the fan wants no messages to this address. */
    boolean wasStopped(FanId fan, Identity identity, Instant lookedAt) {
        return isStopped(identity, lookedAt) && wasKnown(fan, identity, lookedAt);
    }

    /**
     * The same for a STOP by text or on Instagram, which applies to every channel, until a START on
     * that channel lifts it.
     */
    boolean wasStoppedElsewhere(FanId fan, Fan owner, Identity.Kind channel, Instant lookedAt) {
        Optional<Instant> returned =
                owner.of(channel).stream()
                        .flatMap(it -> Optional.ofNullable(returnedAt.get(it.identity())).stream())
                        .max(Comparator.naturalOrder());
        return owner.channels().stream()
                .filter(it -> it.kind() != channel && it.kind() != Identity.Kind.EMAIL)
                .map(FanIdentity::identity)
                .filter(it -> wasKnown(fan, it, lookedAt))
                .flatMap(it -> stops.getOrDefault(it, List.of()).stream())
                .filter(stop -> stop.storedAt().isBefore(lookedAt))
                .anyMatch(stop -> returned.filter(stop.at()::isBefore).isEmpty());
    }

    /** Whether a read at that time could see that mail to this address is undeliverable. */
    boolean wasBounced(Identity identity, Instant lookedAt) {
        Instant bounced = bouncedSince.get(identity);
        return bounced != null && bounced.isBefore(lookedAt);
    }

    /** Whether the fan has ever sent STOP by text or on Instagram. */
    boolean hasSentStop(Fan fan) {
        return fan.channels().stream()
                .filter(it -> it.kind() != Identity.Kind.EMAIL)
                .anyMatch(it -> stops.containsKey(it.identity()));
    }
}
