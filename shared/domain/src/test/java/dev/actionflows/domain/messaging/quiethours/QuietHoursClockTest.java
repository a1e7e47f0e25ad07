package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.PhoneNumber;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    private static final String TABLE = DataFile.read("/quiet-hours.tsv") + NIGHT;

    private final ClockProof proof = new ClockProof();

    private static Duration shift(ZoneId zone, Instant instant) {
        return Duration.ofSeconds(
                zone.getRules().getOffset(instant).getTotalSeconds()
                        - zone.getRules().getOffset(instant.minusSeconds(1)).getTotalSeconds());
    }

    private static Map<String, ClockOracle.Week> weeks() {
        Map<String, ClockOracle.Week> weeks = new LinkedHashMap<>();
        ClockOracle.rules(TABLE).forEach(rule -> weeks.put(rule, ClockOracle.Week.of(TABLE, rule)));
        return weeks;
    }

    private static QuietHoursDecision decideAt(QuietHours quietHours, ZoneId zone, Instant now) {
        return quietHours.decide(
                new Recipient(new PhoneNumber("+80012345678"), Optional.of(zone)), now);
    }

    @Test
    void every_rule_keeps_to_the_local_clock_at_every_transition_of_every_zone() {
        Map<String, ClockOracle.Week> weeks = weeks();
        Map<String, QuietHours> deciders = new LinkedHashMap<>();
        weeks.keySet().forEach(rule -> deciders.put(rule, ClockProof.quietHours(TABLE, rule)));
        int transitions = 0;
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            for (Instant instant : ClockProof.instants(zone)) {
                transitions++;
                ClockOracle.LocalMinutes local = ClockProof.localMinutes(zone, instant);
                weeks.forEach(
                        (rule, week) ->
                                assertThat(
                                                proof.difference(
                                                        now ->
                                                                decideAt(
                                                                        deciders.get(rule),
                                                                        zone,
                                                                        now),
                                                        week.allowed(local),
                                                        instant,
                                                        shift(zone, instant)))
                                        .as("%s in %s", rule, id)
                                        .isEmpty());
            }
        }
        System.err.println(transitions + " " + proof.decisions());
        assertThat(transitions).isGreaterThan(4_000);
        assertThat(proof.decisions()).isGreaterThan(1_000_000);
    }
}
