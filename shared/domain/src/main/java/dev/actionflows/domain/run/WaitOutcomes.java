package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.messaging.quiethours.Recipient;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.WaitTime;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** When the time of a wait comes for a fan, and what becomes of the step until then. */
final class WaitOutcomes {
    private final Supplier<QuietHours> quietHours;

    /**
     * @param quietHours knows the time zones of phone numbers; supplied when one is needed
     */
    WaitOutcomes(Supplier<QuietHours> quietHours) {
        this.quietHours = quietHours;
    }

    /**
     * @param fan whose run it is
     * @param facts the fan and, for release day, the release
     * @param startedAt when the step's turn came
     * @param hasWaited whether the step has been waiting since then
     */
    StepOutcome of(
            WaitTime time,
            FanId fan,
            Optional<Facts> facts,
            Instant startedAt,
            boolean hasWaited,
            Instant now) {
        return switch (time) {
            case WaitTime.For(var length) ->
                    until(startedAt.plus(length.length()), Optional.empty(), startedAt, now);
            case WaitTime.At(Optional<LocalDate> date, LocalTime at, var otherwise) ->
                    end(date, at, zones(facts, otherwise), startedAt)
                            .map(end -> until(end, Optional.empty(), startedAt, now))
                            .orElseGet(() -> new StepOutcome.Failed(Reason.NO_TIME_ZONE));
            case WaitTime.ReleaseDay(_, LocalTime at, var otherwise) ->
                    facts.flatMap(Facts::release)
                            .map(
                                    release ->
                                            onDayOf(
                                                    release,
                                                    fan,
                                                    at,
                                                    zones(facts, otherwise),
                                                    startedAt,
                                                    hasWaited,
                                                    now))
                            .orElseGet(() -> new StepOutcome.Failed(Reason.NOT_FOUND));
        };
    }

    private static StepOutcome onDayOf(
            Release release,
            FanId fan,
            LocalTime at,
            List<ZoneId> zones,
            Instant startedAt,
            boolean hasWaited,
            Instant now) {
        if (release.isCancelled()) {
            return new StepOutcome.Skipped(Reason.RELEASE_CANCELLED);
        }
        Optional<Instant> end = last(release.releaseDate().certainDay(), at, zones);
        if (end.isEmpty()) {
            return new StepOutcome.Failed(Reason.NO_TIME_ZONE);
        }
        Instant longest = startedAt.plus(WaitTime.MAX);
        // a date without a day may get one that is sooner, and a mistyped one may be corrected
        boolean mayBeSooner =
                (hasWaited || !release.releaseDate().isExact()) && now.isBefore(longest);
        return until(
                mayBeSooner && end.get().isAfter(longest) ? longest : end.get(),
                Optional.of(Requirement.releaseChange(release.id(), fan)),
                startedAt,
                now);
    }

    private static StepOutcome until(
            Instant end, Optional<Requirement> orOnceMet, Instant startedAt, Instant now) {
        if (end.isAfter(startedAt.plus(WaitTime.MAX))) {
            return new StepOutcome.Failed(Reason.WAIT_TOO_LONG);
        }
        return end.isAfter(now)
                ? new StepOutcome.Waiting(Reason.WAITING_FOR_TIME, orOnceMet, end, true)
                : new StepOutcome.Completed(Reason.WAITED);
    }

    /**
     * When the time comes in the last of the zones: on the date or, without one, on the first date
     * on which that is not before the wait.
     */
    private static Optional<Instant> end(
            Optional<LocalDate> date, LocalTime at, List<ZoneId> zones, Instant startedAt) {
        if (date.isPresent()) {
            return last(date.get(), at, zones);
        }
        Optional<LocalDate> today =
                zones.stream()
                        .map(zone -> LocalDate.ofInstant(startedAt, zone))
                        .min(Comparator.naturalOrder());
        return today.flatMap(
                first ->
                        first.datesUntil(first.plusDays(3))
                                .flatMap(it -> last(it, at, zones).stream())
                                .filter(end -> !end.isBefore(startedAt))
                                .findFirst());
    }

    private static Optional<Instant> last(LocalDate date, LocalTime at, List<ZoneId> zones) {
        return zones.stream()
                .map(zone -> date.atTime(at).atZone(zone).toInstant())
                .max(Comparator.naturalOrder());
    }

    /**
     * Where the fan may be. Of several zones, the last one in which the time comes counts, so that
     * it is too early nowhere.
     */
    private List<ZoneId> zones(Optional<Facts> facts, Optional<ZoneId> otherwise) {
        Optional<Fan> fan = facts.flatMap(Facts::fan);
        Optional<ZoneId> declared = fan.flatMap(Fan::timeZone);
        if (declared.isPresent()) {
            return List.of(declared.get());
        }
        List<ZoneId> ofNumber =
                fan.flatMap(Fan::phone)
                        .map(
                                phone ->
                                        quietHours
                                                .get()
                                                .zones(
                                                        new Recipient(
                                                                phone.number(), Optional.empty())))
                        .orElse(List.of());
        return ofNumber.isEmpty() ? otherwise.stream().toList() : ofNumber;
    }
}
