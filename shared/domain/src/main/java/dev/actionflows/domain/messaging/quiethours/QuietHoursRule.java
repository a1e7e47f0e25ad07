package dev.actionflows.domain.messaging.quiethours;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * When messages are allowed, on the local clock. A day without a window is closed.
 *
 * @param id of the rows of the table that state it
 * @param windows by day of the week
 */
record QuietHoursRule(String id, Map<DayOfWeek, List<Window>> windows) {
    static final int MINUTES_OF_DAY = 24 * 60;

    private static final DayOfWeek EPOCH_DAY = DayOfWeek.THURSDAY;

    /**
     * Allows the minutes {@code from <= minute < to} of a day.
     *
     * @param closedOn holidays on which it allows none
     */
    record Window(int from, int to, PublicHolidays closedOn) {
        Window {
            if (from < 0 || from >= to || to > MINUTES_OF_DAY) {
                throw new IllegalArgumentException("from %d to %d".formatted(from, to));
            }
        }

        private boolean allows(long epochDay, int minute) {
            return from <= minute
                    && minute < to
                    && (closedOn == PublicHolidays.NONE
                            || !closedOn.contains(LocalDate.ofEpochDay(epochDay)));
        }
    }

    QuietHoursRule {
        Map<DayOfWeek, List<Window>> copy = new EnumMap<>(DayOfWeek.class);
        for (Map.Entry<DayOfWeek, List<Window>> ofDay : windows.entrySet()) {
            copy.put(ofDay.getKey(), List.copyOf(ofDay.getValue()));
        }
        windows = copy;
    }

    /** Whether a message is allowed in this minute of this day. */
    boolean allows(long epochDay, int minute) {
        for (Window window : windows(epochDay)) {
            if (window.allows(epochDay, minute)) {
                return true;
            }
        }
        return false;
    }

    /** The next minute of the day at which a window starts or ends; at the latest, midnight. */
    int nextEdge(long epochDay, int minute) {
        int next = MINUTES_OF_DAY;
        for (Window window : windows(epochDay)) {
            if (minute < window.from) {
                next = Math.min(next, window.from);
            } else if (minute < window.to) {
                next = Math.min(next, window.to);
            }
        }
        return next;
    }

    private List<Window> windows(long epochDay) {
        return windows.getOrDefault(EPOCH_DAY.plus(epochDay), List.of());
    }
}
