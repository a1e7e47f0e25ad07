package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * Compares decisions with {@link ClockOracle} around one instant, and counts what was compared.
 *
 * <p>The compared minutes are: all minutes around the instant, by ten more than the offset changes;
 * and within 36 hours of it, the minute before and after each change of the oracle's answer and
 * that of the change, each at its first and last instant.
 */
final class ClockProof {
    private static final int MINUTES_BEFORE = 36 * 60;
    private static final int MINUTES_AFTER = 36 * 60;

    /** The longest time without an allowed minute is less than four days, in any rule. */
    private static final int PERIOD = MINUTES_BEFORE + MINUTES_AFTER + 4 * 24 * 60;

    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2036-01-01T00:00:00Z");

    private static final PhoneNumber OF_NO_COUNTRY = new PhoneNumber("+80012345678");

    private static final PhoneAreas NO_AREAS = PhoneAreas.parse("version\t1\n");

    private long decisions;

    /** A decision at a time. */
    interface Decider {
        QuietHoursDecision decide(Instant now);
    }

    /** Decides by quiet hours that have one rule, in one zone. */
    static Decider inZone(QuietHours quietHours, ZoneId zone) {
        Recipient recipient = new Recipient(OF_NO_COUNTRY, Optional.of(zone));
        return now -> quietHours.decide(recipient, now);
    }

    /** Quiet hours with one rule, which applies anywhere. */
    static QuietHours quietHours(String table, String rule) {
        StringBuilder only = new StringBuilder("version\t1\n");
        table.lines()
                .filter(line -> line.startsWith(rule + "\t"))
                .map(line -> line.split("\t", -1))
                .forEach(
                        row -> {
                            row[1] = "*";
                            row[2] = "-";
                            only.append(String.join("\t", row)).append('\n');
                        });
        return new QuietHours(QuietHoursTable.parse(only.toString()), NO_AREAS);
    }

    /**
     * Each change of a zone's offset from 2024 to 2035; some fixed instants if it never changes.
     */
    static List<Instant> instants(ZoneId zone) {
        List<Instant> instants = new ArrayList<>();
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.nextTransition(FIRST);
        while (transition != null && transition.getInstant().isBefore(LAST)) {
            instants.add(transition.getInstant());
            transition = rules.nextTransition(transition.getInstant());
        }
        return instants.isEmpty()
                ? List.of(
                        Instant.parse("2024-12-31T23:00:00Z"),
                        Instant.parse("2027-03-28T01:00:00Z"),
                        Instant.parse("2031-06-01T12:00:00Z"))
                : instants;
    }

    /** What a zone's clocks do from 2024 to 2035; equal for zones in which nothing can differ. */
    static List<Object> behavior(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        List<Object> behavior = new ArrayList<>();
        Instant time = FIRST.minus(Duration.ofDays(31));
        behavior.add(rules.getOffset(time));
        ZoneOffsetTransition transition = rules.nextTransition(time);
        while (transition != null
                && transition.getInstant().isBefore(LAST.plus(Duration.ofDays(366)))) {
            behavior.add(transition);
            transition = rules.nextTransition(transition.getInstant());
        }
        return behavior;
    }

    /** By how much the offset changes at an instant. */
    static Duration shift(ZoneId zone, Instant instant) {
        return Duration.ofSeconds(
                zone.getRules().getOffset(instant).getTotalSeconds()
                        - zone.getRules().getOffset(instant.minusSeconds(1)).getTotalSeconds());
    }

    /** The start of the compared period around an instant, in seconds. */
    static long start(Instant around) {
        return Math.floorDiv(around.getEpochSecond(), 60L) * 60 - MINUTES_BEFORE * 60L;
    }

    static ClockOracle.LocalMinutes localMinutes(ZoneId zone, Instant around) {
        return ClockOracle.LocalMinutes.of(zone, start(around), PERIOD);
    }

    long decisions() {
        return decisions;
    }

    /**
     * Compares all decisions around an instant.
     *
     * @param shift by how much the offset changes then
     * @return the first difference
     */
    Optional<String> difference(
            Decider decider, boolean[] allowed, Instant around, Duration shift) {
        long start = start(around);
        int[] changes = nextChanges(allowed);
        for (int minute : compared(allowed, changes, shift)) {
            Instant first = Instant.ofEpochSecond(start + minute * 60L);
            Instant change = Instant.ofEpochSecond(start + changes[minute] * 60L);
            Instant now = changes[minute] == minute + 1 ? first.plusMillis(59_999) : first;
            String found = difference(decider, now, allowed[minute], change);
            if (!found.isEmpty()) {
                return Optional.of("at %s: %s".formatted(now, found));
            }
        }
        return Optional.empty();
    }

    private String difference(Decider decider, Instant now, boolean allowed, Instant change) {
        decisions++;
        return switch (decider.decide(now)) {
            case QuietHoursDecision.Open open ->
                    allowed && open.until().equals(change)
                            ? ""
                            : "open until %s, but %s until %s"
                                    .formatted(open.until(), text(allowed), change);
            case QuietHoursDecision.Closed closed ->
                    !allowed && closed.until().equals(change)
                            ? next(decider, closed)
                            : "closed until %s, but %s until %s"
                                    .formatted(closed.until(), text(allowed), change);
            case QuietHoursDecision.NeverOpen _ ->
                    "never open, but %s until %s".formatted(text(allowed), change);
        };
    }

    /** Deciding again when a closed time ends has to end the wait. */
    private String next(Decider decider, QuietHoursDecision.Closed closed) {
        decisions++;
        return decider.decide(closed.until()) instanceof QuietHoursDecision.Open
                ? ""
                : "still closed at " + closed.until();
    }

    private static String text(boolean allowed) {
        return allowed ? "allowed" : "forbidden";
    }

    /** For each minute, the next one at which the answer differs. */
    private static int[] nextChanges(boolean[] allowed) {
        int[] next = new int[allowed.length];
        next[allowed.length - 1] = allowed.length;
        for (int i = allowed.length - 2; i >= 0; i--) {
            next[i] = allowed[i] == allowed[i + 1] ? next[i + 1] : i + 1;
        }
        return next;
    }

    private static SequencedSet<Integer> compared(
            boolean[] allowed, int[] changes, Duration shift) {
        SequencedSet<Integer> compared = new TreeSet<>();
        int margin = (int) shift.abs().toMinutes() + 10;
        for (int i = MINUTES_BEFORE - margin; i <= MINUTES_BEFORE + margin; i++) {
            compared.add(i);
        }
        int minute = 0;
        while (minute < MINUTES_BEFORE + MINUTES_AFTER) {
            compared.add(minute);
            int change = changes[minute];
            if (change >= allowed.length) {
                break;
            }
            compared.add(change - 1);
            compared.add(change);
            compared.add(change + 1);
            minute = change;
        }
        compared.removeIf(it -> it >= MINUTES_BEFORE + MINUTES_AFTER);
        return compared;
    }
}
