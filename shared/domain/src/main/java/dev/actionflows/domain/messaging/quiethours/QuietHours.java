package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a marketing text may be sent to a recipient now and, if not, when.
 *
 * <p>The recipient's time zone is the declared one; otherwise all zones of the number's area code;
 * otherwise all zones of its country. The rules are those of the number's country and state; of all
 * its states if the state is unknown. If the declared zone is not one of the number's area, the
 * number has moved, and the rules of all places in the declared zone apply in addition. A message
 * is allowed when every rule allows it in every zone.
 *
 * <p>Instances are immutable; a decision depends on its arguments and the data only, among them the
 * JDK's time zone rules.
 */
public final class QuietHours {
    /** How far ahead allowed and forbidden times are searched: every rule repeats within a year. */
    public static final Duration HORIZON = Duration.ofDays(366);

    private final QuietHoursTable table;
    private final PhoneAreas areas;

    public QuietHours(QuietHoursTable table, PhoneAreas areas) {
        this.table = table;
        this.areas = areas;
    }

    /**
     * With the data that the project maintains: two resources of some kilobytes, read by the first
     * call.
     */
    public static QuietHours standard() {
        return Standard.INSTANCE;
    }

    private static final class Standard {
        private static final QuietHours INSTANCE =
                new QuietHours(QuietHoursTable.standard(), PhoneAreas.standard());
    }

    private record Applicable(List<QuietHoursRule> rules, List<ZoneId> zones, ZoneSource source) {}

    /** Decides for the minute that contains {@code now}. */
    public QuietHoursDecision decide(Recipient recipient, Instant now) {
        Applicable applicable = applicable(recipient);
        QuietHoursEvidence evidence =
                new QuietHoursEvidence(
                        applicable.rules.stream().map(QuietHoursRule::id).toList(),
                        table.version(),
                        applicable.zones,
                        applicable.source,
                        areas.version());
        return applicable.zones.isEmpty()
                ? new QuietHoursDecision.NeverOpen(evidence)
                : decide(OpenTimes.of(applicable.rules, applicable.zones), now, evidence);
    }

    /**
     * The time zones in which a recipient may be: the declared one, otherwise all zones of the
     * number's area.
     *
     * @return empty for a number of no country
     */
    public List<ZoneId> zones(Recipient recipient) {
        return recipient
                .declaredZone()
                .map(List::of)
                .orElseGet(
                        () -> areas.of(recipient.number()).map(PhoneArea::zones).orElse(List.of()));
    }

    /** The countries that a number may belong to, as ISO 3166-1 alpha-2 codes. */
    public Set<String> countries(PhoneNumber number) {
        return areas.of(number).stream()
                .flatMap(area -> area.jurisdictions().stream())
                .map(Jurisdiction::country)
                .collect(Collectors.toSet());
    }

    private static QuietHoursDecision decide(
            OpenTimes times, Instant now, QuietHoursEvidence evidence) {
        long from = now.getEpochSecond();
        long limit = from + HORIZON.toSeconds();
        OptionalLong firstOpen = times.firstOpen(from, limit);
        if (firstOpen.isEmpty()) {
            return new QuietHoursDecision.NeverOpen(evidence);
        }
        if (firstOpen.getAsLong() > from) {
            return new QuietHoursDecision.Closed(
                    Instant.ofEpochSecond(firstOpen.getAsLong()), evidence);
        }
        return new QuietHoursDecision.Open(
                Instant.ofEpochSecond(times.firstClosed(from, limit)), evidence);
    }

    private Applicable applicable(Recipient recipient) {
        Optional<PhoneArea> area = areas.of(recipient.number());
        List<Jurisdiction> ofNumber = area.map(PhoneArea::jurisdictions).orElse(List.of());
        if (recipient.declaredZone().isEmpty()) {
            return new Applicable(
                    table.rulesOf(ofNumber),
                    area.map(PhoneArea::zones).orElse(List.of()),
                    area.map(PhoneArea::source).orElse(ZoneSource.NONE));
        }
        ZoneId declared = recipient.declaredZone().get();
        Set<Jurisdiction> possible = new LinkedHashSet<>(ofNumber);
        if (area.filter(it -> it.zoneIds().contains(declared.getId())).isEmpty()) {
            possible.addAll(areas.observing(declared));
        }
        return new Applicable(table.rulesOf(possible), List.of(declared), ZoneSource.DECLARED);
    }
}
