package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Durations;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.id.ReleaseId;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When a {@link WaitStep} ends. */
public sealed interface WaitTime {
    /** The longest wait. */
    Duration MAX = Duration.ofDays(365);

    Duration MIN = Duration.ofSeconds(1);

    /** The step's properties in a flow document. */
    Map<String, Object> toDocument();

    /**
     * After a time.
     *
     * @param length from {@link #MIN} to {@link #MAX}, from when the step's turn comes
     */
    record For(TimeSpan length) implements WaitTime {
        @Override
        public Map<String, Object> toDocument() {
            return Map.of("for", length.text());
        }
    }

    /**
     * At a time in the fan's time zone.
     *
     * @param date empty: the next time when clocks show {@code time}
     * @param otherwise the time zone of a fan whose own is unknown
     */
    record At(Optional<LocalDate> date, LocalTime time, Optional<ZoneId> otherwise)
            implements WaitTime {
        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("until", date.map(it -> it + "T").orElse("") + TIME.format(time));
            otherwise.ifPresent(it -> document.put("timeZone", it.getId()));
            return document;
        }
    }

    /**
     * On the day of a release.
     *
     * @param release empty: the release that the run is about
     * @param time in the fan's time zone
     * @param otherwise the time zone of a fan whose own is unknown
     */
    record ReleaseDay(Optional<ReleaseId> release, LocalTime time, Optional<ZoneId> otherwise)
            implements WaitTime {
        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("until", RELEASE_DAY);
            release.ifPresent(it -> document.put("releaseId", it.value()));
            document.put("at", TIME.format(time));
            otherwise.ifPresent(it -> document.put("timeZone", it.getId()));
            return document;
        }
    }

    /** The word for the day of a release in a document. */
    String RELEASE_DAY = "release_day";

    /** Hours and minutes, as authors write them. */
    DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withResolverStyle(ResolverStyle.STRICT);

    private static Optional<LocalTime> time(String text) {
        try {
            return Optional.of(LocalTime.parse(text, TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<WaitTime> until(
            String text, Optional<ReleaseId> release, LocalTime at, Optional<ZoneId> zone) {
        if (text.equals(RELEASE_DAY)) {
            return Optional.of(new ReleaseDay(release, at, zone));
        }
        Optional<LocalTime> time = time(text);
        if (time.isPresent()) {
            return Optional.of(new At(Optional.empty(), time.get(), zone));
        }
        try {
            LocalDateTime moment = LocalDateTime.parse(text);
            return moment.getSecond() == 0 && moment.getNano() == 0
                    ? Optional.of(
                            new At(Optional.of(moment.toLocalDate()), moment.toLocalTime(), zone))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            // no offsets: they ignore daylight saving time
            return Optional.of(ZoneId.of(text))
                    .filter(it -> ZoneId.getAvailableZoneIds().contains(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads the properties of a step. */
    static Optional<WaitTime> decode(Fields fields) {
        Optional<TimeSpan> length =
                fields.optional(
                        "for",
                        text -> Durations.parse(text, MIN, MAX),
                        Durations.expected("PT1S", "P365D"));
        Optional<ReleaseId> release =
                fields.optional(
                        "releaseId", ReleaseId::parse, "the id of a release, such as rel_…");
        Optional<LocalTime> at =
                fields.optional("at", WaitTime::time, "a time of day such as 09:00");
        Optional<ZoneId> zone =
                fields.optional(
                        "timeZone", WaitTime::zone, "an IANA time zone such as Europe/Berlin");
        Optional<WaitTime> until =
                fields.optional(
                        "until",
                        text -> until(text, release, at.orElse(LocalTime.MIDNIGHT), zone),
                        "release_day, a time of day such as 18:00, or a local date and time such"
                                + " as 2027-05-14T18:00");
        if (fields.has("for") == fields.has("until")) {
            fields.violation("for", "exactly one of for and until is required");
            return Optional.empty();
        }
        boolean isReleaseDay = until.filter(ReleaseDay.class::isInstance).isPresent();
        for (String name : new String[] {"releaseId", "at"}) {
            if (fields.has(name) && !isReleaseDay) {
                fields.violation(name, "belongs to until release_day only");
            }
        }
        if (fields.has("timeZone") && fields.has("for")) {
            fields.violation("timeZone", "belongs to until only");
        }
        return length.<WaitTime>map(For::new).or(() -> until);
    }
}
