package dev.actionflows.domain.messaging.quiethours;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The times at which every rule allows a message in every zone. Times are seconds of the epoch.
 *
 * <p>Within one UTC offset, the local clock runs evenly, so a rule's answer can change only at an
 * edge of a window, at midnight and at an offset transition. The search goes from one of these to
 * the next; it never compares for equality.
 */
final class OpenTimes {
    private static final int SECONDS_OF_DAY = 24 * 60 * 60;

    private final List<LocalRule> rules;

    private OpenTimes(List<LocalRule> rules) {
        this.rules = rules;
    }

    /** Requires at least one rule and one zone. */
    static OpenTimes of(List<QuietHoursRule> rules, List<ZoneId> zones) {
        if (rules.isEmpty() || zones.isEmpty()) {
            throw new IllegalArgumentException("a rule and a zone are required");
        }
        List<LocalRule> localRules = new ArrayList<>();
        for (ZoneId zone : zones) {
            for (QuietHoursRule rule : rules) {
                localRules.add(new LocalRule(rule, zone.getRules()));
            }
        }
        return new OpenTimes(localRules);
    }

    /** A time until which the answer stays the same. */
    private record Span(boolean open, long end) {}

    private record LocalRule(QuietHoursRule rule, ZoneRules clock) {
        Span at(long time) {
            Instant instant = Instant.ofEpochSecond(time);
            long local = time + clock.getOffset(instant).getTotalSeconds();
            long day = Math.floorDiv(local, SECONDS_OF_DAY);
            int minute = Math.floorMod(local, SECONDS_OF_DAY) / 60;
            long localEdge = day * SECONDS_OF_DAY + rule.nextEdge(day, minute) * 60L;
            long edge = time + localEdge - local;
            ZoneOffsetTransition transition = clock.nextTransition(instant);
            return new Span(
                    rule.allows(day, minute),
                    transition == null ? edge : Math.min(edge, transition.toEpochSecond()));
        }
    }

    /**
     * The first time from this one on that is open.
     *
     * @return empty if it is not before the limit
     */
    OptionalLong firstOpen(long from, long limit) {
        long time = from;
        while (time < limit) {
            long closedUntil = time;
            for (LocalRule rule : rules) {
                Span span = rule.at(time);
                if (!span.open) {
                    closedUntil = Math.max(closedUntil, span.end);
                }
            }
            if (closedUntil == time) {
                return OptionalLong.of(time);
            }
            time = closedUntil;
        }
        return OptionalLong.empty();
    }

    /** The first time from this one on that is closed, or the limit if that is earlier. */
    long firstClosed(long from, long limit) {
        long time = from;
        while (time < limit) {
            long openUntil = limit;
            for (LocalRule rule : rules) {
                Span span = rule.at(time);
                if (!span.open) {
                    return time;
                }
                openUntil = Math.min(openUntil, span.end);
            }
            time = openUntil;
        }
        return limit;
    }
}
