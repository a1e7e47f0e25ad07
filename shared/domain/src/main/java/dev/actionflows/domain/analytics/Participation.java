package dev.actionflows.domain.analytics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a fan fared in a trial, which the fan enters once. Two of them can be united in any order and
 * any number of times, so what is delivered again or late counts once.
 *
 * @param arm {@link Trial#HELD_OUT}, {@link Trial#SENT}, or the name of the variant
 * @param at when the fan was first sent the message, or held out
 * @param clickedAt when the fan first clicked a link in it, or in a later message of the step
 * @param actedAt the fan's first action later than {@link #TOO_SOON} after that
 */
public record Participation(
        String arm, Instant at, Optional<Instant> clickedAt, Optional<Instant> actedAt) {
    /** What a fan does later is not attributed to the message. */
    public static final Duration WINDOW = Duration.ofDays(7);

    /**
     * For so long, what a fan does is not attributed to the message either, in no arm. A message
     * counts from when its provider has taken it, and one that is held out from the decision, which
     * comes earlier by the provider's answer; fans who do several things at once, such as a sign-up
     * and a pre-save, do them at that time.
     */
    static final Duration TOO_SOON = Duration.ofMinutes(1);

    /** Of a fan who has done nothing yet. */
    public static Participation of(String arm, Instant at) {
        return new Participation(
                arm, at.truncatedTo(ChronoUnit.MILLIS), Optional.empty(), Optional.empty());
    }

    /** Of a fan who has clicked, perhaps before it was recorded that the message was sent. */
    public Participation clicked(Instant when) {
        return new Participation(
                arm, at, firstClick(Stream.concat(clickedAt.stream(), Stream.of(when))), actedAt);
    }

    /** With what the fan did, before or after that. */
    Participation acted(Collection<Instant> actions) {
        return new Participation(
                arm, at, clickedAt, firstAction(Stream.concat(actedAt.stream(), actions.stream())));
    }

    /** With that of another record, or another run, of the same fan: the earlier one counts. */
    Participation and(Participation other) {
        Participation earlier =
                Stream.of(this, other)
                        .min(
                                Comparator.comparing(Participation::at)
                                        .thenComparing(Participation::arm))
                        .orElseThrow();
        return new Participation(
                earlier.arm,
                earlier.at,
                earlier.firstClick(Stream.concat(clickedAt.stream(), other.clickedAt.stream())),
                earlier.firstAction(Stream.concat(actedAt.stream(), other.actedAt.stream())));
    }

    /** A click cannot come before its message, whatever the clocks say. */
    private Optional<Instant> firstClick(Stream<Instant> times) {
        return times.map(it -> it.truncatedTo(ChronoUnit.MILLIS))
                .map(it -> it.isBefore(at) ? at : it)
                .filter(it -> !it.isAfter(at.plus(WINDOW)))
                .min(Comparator.naturalOrder());
    }

    private Optional<Instant> firstAction(Stream<Instant> times) {
        return times.map(it -> it.truncatedTo(ChronoUnit.MILLIS))
                .filter(it -> it.isAfter(at.plus(TOO_SOON)) && !it.isAfter(at.plus(WINDOW)))
                .min(Comparator.naturalOrder());
    }
}
