package dev.actionflows.domain.privacy;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address of an erased fan, by its keyed hash only.
 *
 * @param closing what keeps it closed
 */
public record ErasedAddress(Identity identity, AddressClosing closing) {
    /**
     * The addresses of a fan who is about to be erased. A STOP is the person's on every channel it
     * applies to, which nobody can know any more once the addresses are apart: therefore it stays
     * with each of them.
     *
     * @param known the stored state of the addresses
     * @see ConsentStore.Permission
     */
    public static List<ErasedAddress> of(Fan fan, Map<Identity, KnownIdentity> known) {
        return fan.identities().stream()
                .map(it -> new ErasedAddress(it.identity(), closing(fan, it, known)))
                .toList();
    }

    /** What closes an address by its own state alone. */
    public static AddressClosing closingOf(KnownIdentity address) {
        return new AddressClosing(
                address.stoppedAt().filter(_ -> address.stopped()),
                address.mail().unsubscribedAt().filter(_ -> address.stopped()),
                address.mail().bouncedAt().filter(_ -> address.mail().bounced()),
                address.mail().complainedAt().filter(_ -> address.mail().complained()));
    }

    private static AddressClosing closing(
            Fan fan, FanIdentity address, Map<Identity, KnownIdentity> known) {
        if (!fan.channels().contains(address)) {
            return AddressClosing.NONE;
        }
        AddressClosing ofKind =
                stateOf(fan.of(address.kind()), known)
                        .map(ErasedAddress::closingOf)
                        .reduce(AddressClosing.NONE, AddressClosing::and);
        AddressClosing all =
                ofKind.and(
                        new AddressClosing(
                                stoppedElsewhere(fan, address.kind(), known),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        return new AddressClosing(
                all.stoppedAt(),
                all.unsubscribedAt(),
                // a bounce is about one address
                stateOf(List.of(address), known)
                        .flatMap(it -> closingOf(it).bouncedAt().stream())
                        .findFirst(),
                all.complainedAt());
    }

    /**
     * The latest STOP on another channel that applies to this one and was not followed by START.
     */
    private static Optional<Instant> stoppedElsewhere(
            Fan fan, Identity.Kind kind, Map<Identity, KnownIdentity> known) {
        Optional<Instant> returnedAt =
                stateOf(fan.of(kind), known)
                        .flatMap(it -> it.returnedAt().stream())
                        .max(Comparator.naturalOrder());
        return stateOf(
                        fan.channels().stream()
                                .filter(it -> it.kind() != kind)
                                .filter(it -> it.kind() != Identity.Kind.EMAIL)
                                .toList(),
                        known)
                .flatMap(it -> it.stoppedAt().stream())
                .filter(at -> returnedAt.filter(at::isBefore).isEmpty())
                .max(Comparator.naturalOrder());
    }

    private static Stream<KnownIdentity> stateOf(
            List<FanIdentity> addresses, Map<Identity, KnownIdentity> known) {
        return addresses.stream()
                .flatMap(it -> Optional.ofNullable(known.get(it.identity())).stream());
    }
}
