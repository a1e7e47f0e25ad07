package dev.actionflows.domain.privacy;

import dev.actionflows.domain.fan.MailState;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What keeps an address closed to messages after its owner was erased. Everything is in effect;
 * each time is the latest of its kind.
 *
 * @param stoppedAt when its owner sent STOP, on this channel or one whose STOP applies to it, or
 *     unsubscribed
 * @param unsubscribedAt of an email address: when its owner unsubscribed
 * @param bouncedAt of an email address: when mail was found undeliverable
 * @param complainedAt of an email address: when its owner reported mail as spam
 */
public record AddressClosing(
        Optional<Instant> stoppedAt,
        Optional<Instant> unsubscribedAt,
        Optional<Instant> bouncedAt,
        Optional<Instant> complainedAt) {
    /** The address is open. */
    public static final AddressClosing NONE =
            new AddressClosing(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isOpen() {
        return equals(NONE);
    }

    /** What either says. */
    public AddressClosing and(AddressClosing other) {
        return new AddressClosing(
                latest(stoppedAt, other.stoppedAt),
                latest(unsubscribedAt, other.unsubscribedAt),
                latest(bouncedAt, other.bouncedAt),
                latest(complainedAt, other.complainedAt));
    }

    /** The state of the mail address that remains. */
    public MailState mail() {
        return new MailState(unsubscribedAt, bouncedAt, complainedAt, Optional.empty());
    }

    private static Optional<Instant> latest(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).max(Comparator.naturalOrder());
    }
}
