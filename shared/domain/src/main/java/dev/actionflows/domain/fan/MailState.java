package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What ended mail to an address, and since when its owner has proven to read it. Each time is the
 * latest of its kind, so that changes may be stored in any order.
 *
 * @param unsubscribedAt when its owner last unsubscribed
 * @param bouncedAt when mail to it was last found undeliverable
 * @param complainedAt when its owner last reported a mail as spam
 * @param confirmedAt when its owner last requested a code that was then entered
 */
public record MailState(
        Optional<Instant> unsubscribedAt,
        Optional<Instant> bouncedAt,
        Optional<Instant> complainedAt,
        Optional<Instant> confirmedAt) {
    /** An address about which nothing is known. */
    public static final MailState NONE =
            new MailState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether mail to the address is undeliverable, as far as known. */
    public boolean bounced() {
        return isInEffect(bouncedAt);
    }

    /** Whether the recipient has complained and not confirmed the address since. */
    public boolean complained() {
        return isInEffect(complainedAt);
    }

    private boolean isInEffect(Optional<Instant> at) {
        return at.filter(it -> confirmedAt.filter(it::isBefore).isEmpty()).isPresent();
    }

    /** The same after a change of this kind at this time; others have no effect on it. */
    public MailState after(ConsentChange.Kind kind, Instant at) {
        return switch (kind) {
            case UNSUBSCRIBED ->
                    new MailState(latest(unsubscribedAt, at), bouncedAt, complainedAt, confirmedAt);
            case BOUNCED ->
                    new MailState(unsubscribedAt, latest(bouncedAt, at), complainedAt, confirmedAt);
            case COMPLAINED ->
                    new MailState(unsubscribedAt, bouncedAt, latest(complainedAt, at), confirmedAt);
            case CONFIRMED ->
                    new MailState(unsubscribedAt, bouncedAt, complainedAt, latest(confirmedAt, at));
            case STOP, START, RESUMED, OPT_IN, KEYWORD, SOFT_BOUNCE, CONFIRMATION_REQUESTED -> this;
        };
    }

    private static Optional<Instant> latest(Optional<Instant> known, Instant at) {
        return Stream.concat(known.stream(), Stream.of(at)).max(Instant::compareTo);
    }
}
