package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.DataFile;
import dev.actionflows.domain.messaging.PhoneNumber;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares decisions with a brute-force oracle at every change of the clocks from 2024 to 2035 in
 * every zone of the tz database; {@link ClockProof} documents which minutes are compared.
 */
class QuietHoursClockTest {
    /** Windows with edges in the hours that clocks skip or repeat; no rule has any today. */
    private static final String NIGHT =
            """
            NIGHT-1\t*\t-\tMON-SUN\t00:00\t02:30\t-\t-
            NIGHT-2\t*\t-\tMON-SUN\t01:30\t03:00\t-\t-
            NIGHT-3\t*\t-\tMON-SUN\t02:00\t02:30\t-\t-
            NIGHT-4\t*\t-\tMON-SAT\t00:30\t01:15\t-\t-
            NIGHT-4\t*\t-\tMON-SUN\t02:59\t24:00\tFR\t-
            """;

    private static final String STANDARD = DataFile.read("/quiet-hours.tsv");

    private static final String TABLE = STANDARD + NIGHT;

    private static final Map<String, ClockOracle.Week> WEEKS = weeks();

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final ClockProof proof = new ClockProof();

    private static Map<String, ClockOracle.Week> weeks() {
        Map<String, ClockOracle.Week> weeks = new LinkedHashMap<>();
        ClockOracle.rules(TABLE).forEach(rule -> weeks.put(rule, ClockOracle.Week.of(TABLE, rule)));
        return weeks;
    }

    /** Compares one rule in one zone around one instant. */
    private Optional<String> difference(
            QuietHours quietHours, String rule, ZoneId zone, Instant instant) {
        return difference(ClockProof.inZone(quietHours, zone), rule, zone, instant);
    }

    private Optional<String> difference(
            ClockProof.Decider decider, String rule, ZoneId zone, Instant instant) {
        return proof.difference(
                decider,
                Objects.requireNonNull(WEEKS.get(rule))
                        .allowed(ClockProof.localMinutes(zone, instant)),
                instant,
                ClockProof.shift(zone, instant));
    }

    /**
     * Zones with the same offsets in these years are compared once at all transitions, and each of
     * the others at its first one.
     */
    @Test
    void every_rule_keeps_to_the_local_clock_at_every_transition_of_every_zone() {
        Map<String, QuietHours> deciders = new LinkedHashMap<>();
        WEEKS.keySet().forEach(rule -> deciders.put(rule, ClockProof.quietHours(TABLE, rule)));
        Set<List<Object>> behaviors = new HashSet<>();
        int zones = 0;
        int transitions = 0;
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            zones++;
            boolean isNew = behaviors.add(ClockProof.behavior(zone));
            List<Instant> instants = ClockProof.instants(zone);
            for (Instant instant : isNew ? instants : instants.subList(0, 1)) {
                transitions++;
                ClockOracle.LocalMinutes local = ClockProof.localMinutes(zone, instant);
                WEEKS.forEach(
                        (rule, week) ->
                                assertThat(
                                                proof.difference(
                                                        ClockProof.inZone(
                                                                Objects.requireNonNull(
                                                                        deciders.get(rule)),
                                                                zone),
                                                        week.allowed(local),
                                                        instant,
                                                        ClockProof.shift(zone, instant)))
                                        .as("%s in %s", rule, id)
                                        .isEmpty());
            }
        }
        assertThat(zones).isGreaterThan(590);
        assertThat(behaviors).hasSizeGreaterThan(60);
        assertThat(transitions).isGreaterThan(1_000);
        assertThat(proof.decisions()).isGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"FR, Europe/Paris", "FR, Indian/Reunion", "US-RI, America/New_York"})
    void holidays_are_closed_in_every_year(String rule, ZoneId zone) {
        QuietHours quietHours = ClockProof.quietHours(TABLE, rule);
        for (LocalDate date = LocalDate.of(2024, 1, 1);
                date.getYear() < 2036;
                date = date.plusDays(2)) {
            Instant noon = date.atTime(LocalTime.NOON).atZone(zone).toInstant();
            assertThat(difference(quietHours, rule, zone, noon)).isEmpty();
        }
    }

    /**
     * Intersections: the standard data for a number of each area, around this year's transitions.
     */
    @Test
    void every_area_is_open_only_while_all_its_rules_allow_it_in_all_its_zones() {
        QuietHours quietHours = QuietHours.standard();
        String areas = DataFile.read("/phone-areas.tsv");
        int compared = 0;
        for (List<String> row : DataFile.parse(areas).rows()) {
            String prefix = row.get(3).split(" ", -1)[0];
            Recipient recipient =
                    new Recipient(new PhoneNumber("+" + prefix + "5550123"), Optional.empty());
            Set<String> rules = new TreeSet<>();
            for (String jurisdiction : row.getFirst().split(" ", -1)) {
                rules.addAll(ClockOracle.rules(STANDARD, jurisdiction));
            }
            List<ZoneId> zones = Arrays.stream(row.get(2).split(" ", -1)).map(ZoneId::of).toList();
            for (Instant instant : transitionsOf(zones)) {
                compared++;
                assertThat(
                                proof.difference(
                                        now -> quietHours.decide(recipient, now),
                                        intersection(rules, zones, instant),
                                        instant,
                                        Duration.ZERO))
                        .as("+%s: %s in %s", prefix, rules, zones)
                        .isEmpty();
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    private static Set<Instant> transitionsOf(List<ZoneId> zones) {
        Set<Instant> transitions = new TreeSet<>();
        for (ZoneId zone : zones) {
            ClockProof.instants(zone).stream()
                    .filter(it -> it.toString().startsWith("2027"))
                    .forEach(transitions::add);
        }
        return transitions.isEmpty() ? Set.of(Instant.parse("2027-05-01T12:00:00Z")) : transitions;
    }

    private static boolean[] intersection(Set<String> rules, List<ZoneId> zones, Instant instant) {
        boolean[] all = {};
        for (ZoneId zone : zones) {
            ClockOracle.LocalMinutes local = ClockProof.localMinutes(zone, instant);
            for (String rule : rules) {
                boolean[] one = Objects.requireNonNull(WEEKS.get(rule)).allowed(local);
                if (all.length == 0) {
                    all = one;
                } else {
                    for (int i = 0; i < all.length; i++) {
                        all[i] &= one[i];
                    }
                }
            }
        }
        return all;
    }

    // What follows shows that the comparison finds such faults.

    @Test
    void each_edge_of_each_window_shifted_by_a_minute_is_found() {
        int shifted = 0;
        for (String row : TABLE.lines().filter(line -> line.contains("\t")).toList()) {
            String[] columns = row.split("\t", -1);
            for (int column = 4; columns.length > 5 && column <= 5; column++) {
                for (int minutes : new int[] {-1, 1}) {
                    String[] changed = columns.clone();
                    changed[column] = shifted(columns[column], minutes);
                    if (changed[column].equals(columns[column])) {
                        continue;
                    }
                    shifted++;
                    String table = TABLE.replace(row, String.join("\t", changed));
                    QuietHours faulty = ClockProof.quietHours(table, columns[0]);
                    assertThat(isFound(faulty, columns[0])).as(String.join(" ", changed)).isTrue();
                }
            }
        }
        assertThat(shifted).isGreaterThan(60);
    }

    /** Unchanged if it would not be a time any more. */
    private static String shifted(String time, int minutes) {
        return time.equals("24:00") || time.equals("00:00")
                ? time
                : LocalTime.parse(time).plusMinutes(minutes).toString();
    }

    private boolean isFound(QuietHours faulty, String rule) {
        return ClockProof.instants(NEW_YORK).stream()
                .anyMatch(instant -> difference(faulty, rule, NEW_YORK, instant).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/New_York", "Europe/Paris", "Australia/Lord_Howe"})
    void an_offset_that_is_assumed_to_stay_is_found(ZoneId zone) {
        for (String rule : WEEKS.keySet()) {
            QuietHours quietHours = ClockProof.quietHours(TABLE, rule);
            ClockProof.Decider faulty =
                    now ->
                            ClockProof.inZone(quietHours, zone.getRules().getOffset(now))
                                    .decide(now);
            assertThat(ClockProof.instants(zone))
                    .as(rule)
                    .anyMatch(instant -> difference(faulty, rule, zone, instant).isPresent());
        }
    }

    @Test
    void standard_time_all_year_is_found() {
        ClockProof.Decider faulty =
                ClockProof.inZone(ClockProof.quietHours(TABLE, "US"), ZoneId.of("Etc/GMT+5"));

        assertThat(ClockProof.instants(NEW_YORK))
                .allMatch(instant -> difference(faulty, "US", NEW_YORK, instant).isPresent());
    }

    @Test
    void open_public_holidays_are_found() {
        QuietHours faulty = ClockProof.quietHours(TABLE.replace("22:00\tFR", "22:00\t-"), "FR");
        ZoneId paris = ZoneId.of("Europe/Paris");

        // Easter Monday
        assertThat(difference(faulty, "FR", paris, Instant.parse("2027-03-28T01:00:00Z")))
                .isPresent();
    }

    @Test
    void an_answer_that_repeats_itself_is_found() {
        QuietHours right = ClockProof.quietHours(TABLE, "US");
        ClockProof.Decider faulty =
                now -> {
                    QuietHoursDecision decision = ClockProof.inZone(right, NEW_YORK).decide(now);
                    return decision instanceof QuietHoursDecision.Open open
                                    && now.atZone(NEW_YORK).getHour() == 8
                            ? new QuietHoursDecision.Closed(now.plusSeconds(60), open.evidence())
                            : decision;
                };

        assertThat(difference(faulty, "US", NEW_YORK, Instant.parse("2027-05-01T12:00:00Z")))
                .isPresent();
    }
}
