package dev.actionflows.domain.messaging.quiethours;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Answers by brute force when messages are allowed: converts each minute of a period to local time
 * and looks it up in the rows of the table. Shares no code with {@link QuietHours}: it reads the
 * rows itself and has the published dates of Easter.
 */
final class ClockOracle {
    private static final int MINUTES_OF_DAY = 24 * 60;

    private static final List<String> EASTER =
            List.of(
                    "2023-04-09",
                    "2024-03-31",
                    "2025-04-20",
                    "2026-04-05",
                    "2027-03-28",
                    "2028-04-16",
                    "2029-04-01",
                    "2030-04-21",
                    "2031-04-13",
                    "2032-03-28",
                    "2033-04-17",
                    "2034-04-09",
                    "2035-03-25",
                    "2036-04-13");

    private static final Set<LocalDate> FRENCH_HOLIDAYS = frenchHolidays();

    private ClockOracle() {}

    private static Set<LocalDate> frenchHolidays() {
        Set<LocalDate> dates = new HashSet<>();
        for (String date : EASTER) {
            LocalDate easter = LocalDate.parse(date);
            for (String day :
                    List.of(
                            "01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11",
                            "12-25")) {
                dates.add(LocalDate.parse(easter.getYear() + "-" + day));
            }
            dates.add(easter.plusDays(1));
            dates.add(easter.plusDays(39));
            dates.add(easter.plusDays(50));
        }
        return dates;
    }

    /** Consecutive minutes on the local clock of one zone. */
    static final class LocalMinutes {
        private final int[] minutesOfWeek;
        private final LocalDate[] dates;

        private LocalMinutes(int[] minutesOfWeek, LocalDate[] dates) {
            this.minutesOfWeek = minutesOfWeek;
            this.dates = dates;
        }

        static LocalMinutes of(ZoneId zone, long start, int count) {
            int[] minutesOfWeek = new int[count];
            LocalDate[] dates = new LocalDate[count];
            for (int i = 0; i < count; i++) {
                LocalDateTime local =
                        LocalDateTime.ofInstant(Instant.ofEpochSecond(start + i * 60L), zone);
                minutesOfWeek[i] =
                        (local.getDayOfWeek().getValue() - 1) * MINUTES_OF_DAY
                                + local.getHour() * 60
                                + local.getMinute();
                dates[i] =
                        i > 0 && dates[i - 1].equals(local.toLocalDate())
                                ? dates[i - 1]
                                : local.toLocalDate();
            }
            return new LocalMinutes(minutesOfWeek, dates);
        }
    }

    /** The rows of one rule, looked up for each minute of a week. */
    static final class Week {
        private final boolean[] allowed;
        private final boolean[] allowedOnHolidays;
        private final String holidays;

        private Week(boolean[] allowed, boolean[] allowedOnHolidays, String holidays) {
            this.allowed = allowed;
            this.allowedOnHolidays = allowedOnHolidays;
            this.holidays = holidays;
        }

        static Week of(String table, String rule) {
            List<String[]> rows = rows(table).stream().filter(it -> it[0].equals(rule)).toList();
            boolean[] allowed = new boolean[7 * MINUTES_OF_DAY];
            boolean[] allowedOnHolidays = new boolean[7 * MINUTES_OF_DAY];
            for (int i = 0; i < allowed.length; i++) {
                DayOfWeek day = DayOfWeek.of(i / MINUTES_OF_DAY + 1);
                LocalTime time = LocalTime.MIDNIGHT.plusMinutes(i % MINUTES_OF_DAY);
                for (String[] row : rows) {
                    if (isOn(day, row[3])
                            && !time.isBefore(LocalTime.parse(row[4]))
                            && (row[5].equals("24:00") || time.isBefore(LocalTime.parse(row[5])))) {
                        allowed[i] = true;
                        allowedOnHolidays[i] |= row[6].equals("-");
                    }
                }
            }
            // a rule has one calendar of holidays, even if not all of its rows use it
            return new Week(
                    allowed,
                    allowedOnHolidays,
                    rows.stream()
                            .map(row -> row[6])
                            .filter(it -> !it.equals("-"))
                            .findFirst()
                            .orElse("-"));
        }

        private static boolean isOn(DayOfWeek day, String days) {
            String[] ends = days.split("-", -1);
            return day.getValue() >= number(ends[0])
                    && day.getValue() <= number(ends[ends.length - 1]);
        }

        private static int number(String day) {
            return List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN").indexOf(day) + 1;
        }

        boolean[] allowed(LocalMinutes local) {
            boolean[] result = new boolean[local.dates.length];
            LocalDate date = LocalDate.MIN;
            boolean holiday = false;
            for (int i = 0; i < result.length; i++) {
                if (!local.dates[i].equals(date)) {
                    date = local.dates[i];
                    holiday = isHoliday(date);
                }
                int minute = local.minutesOfWeek[i];
                result[i] = holiday ? allowedOnHolidays[minute] : allowed[minute];
            }
            return result;
        }

        private boolean isHoliday(LocalDate date) {
            return switch (holidays) {
                case "-" -> false;
                case "FR" -> FRENCH_HOLIDAYS.contains(date);
                // their dates are tested by PublicHolidaysTest
                case "US-RI" -> PublicHolidays.US_RI.contains(date);
                default -> throw new AssertionError(holidays);
            };
        }
    }

    private static List<String[]> rows(String table) {
        return table.lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("version"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** The ids of all rules. */
    static List<String> rules(String table) {
        return rows(table).stream().map(it -> it[0]).distinct().toList();
    }

    /** The ids of the rules of a jurisdiction such as {@code US-NJ}. */
    static List<String> rules(String table, String jurisdiction) {
        String country = jurisdiction.substring(0, 2);
        List<String> rules = new ArrayList<>();
        for (String[] row : rows(table)) {
            if (List.of(row[1].split(" ", -1)).contains(country)
                    && (row[2].equals("-")
                            || jurisdiction.length() == 2
                            || jurisdiction.endsWith("-" + row[2]))) {
                rules.add(row[0]);
            }
        }
        return rules.isEmpty() ? List.of("DEFAULT") : rules.stream().distinct().toList();
    }
}
