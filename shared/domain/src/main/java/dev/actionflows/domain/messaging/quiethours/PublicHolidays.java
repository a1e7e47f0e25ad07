package dev.actionflows.domain.messaging.quiethours;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;

/** Public holidays on which a rule is closed all day. */
enum PublicHolidays {
    NONE {
        @Override
        boolean contains(LocalDate date) {
            return false;
        }
    },

    /**
     * Code du travail, L. 3133-1, to which Code de la consommation, D. 223-9 refers: the eleven
     * national holidays. The additional ones of Alsace-Moselle (L. 3134-13) and of the overseas
     * departments (L. 3422-2) are not part of that article.
     */
    FR {
        @Override
        boolean contains(LocalDate date) {
            LocalDate easter = easterSunday(date.getYear());
            return FRENCH_DATES.contains(MonthDay.from(date))
                    || date.equals(easter.plusDays(EASTER_MONDAY))
                    || date.equals(easter.plusDays(ASCENSION))
                    || date.equals(easter.plusDays(WHIT_MONDAY));
        }
    },

    /**
     * Federal holidays (5 U.S.C. 6103) and those of Rhode Island (R.I. Gen. Laws 25-1-1: Victory
     * Day and the day of each general election), each on its date and on the weekday on which it is
     * observed.
     */
    US_RI {
        @Override
        boolean contains(LocalDate date) {
            return isFixed(date)
                    || (date.getDayOfWeek() == DayOfWeek.FRIDAY && isFixed(date.plusDays(1)))
                    || (date.getDayOfWeek() == DayOfWeek.MONDAY && isFixed(date.minusDays(1)))
                    || isFloating(date);
        }

        private boolean isFixed(LocalDate date) {
            return FEDERAL_DATES.contains(MonthDay.from(date));
        }

        private boolean isFloating(LocalDate date) {
            return switch (date.getMonth()) {
                case JANUARY, FEBRUARY -> isMonday(3, date);
                case MAY -> date.equals(date.with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
                case AUGUST, OCTOBER -> isMonday(2, date);
                case SEPTEMBER -> isMonday(1, date);
                case NOVEMBER ->
                        isElectionDay(date)
                                || date.equals(
                                        date.with(
                                                TemporalAdjusters.dayOfWeekInMonth(
                                                        4, DayOfWeek.THURSDAY)));
                case MARCH, APRIL, JUNE, JULY, DECEMBER -> false;
            };
        }

        private boolean isElectionDay(LocalDate date) {
            return date.getYear() % 2 == 0 && isMonday(1, date.minusDays(1));
        }

        private boolean isMonday(int ordinal, LocalDate date) {
            return date.equals(
                    date.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, DayOfWeek.MONDAY)));
        }
    };

    private static final int EASTER_MONDAY = 1;
    private static final int ASCENSION = 39;
    private static final int WHIT_MONDAY = 50;

    private static final Set<MonthDay> FRENCH_DATES =
            Set.of(
                    MonthDay.of(Month.JANUARY, 1),
                    MonthDay.of(Month.MAY, 1),
                    MonthDay.of(Month.MAY, 8),
                    MonthDay.of(Month.JULY, 14),
                    MonthDay.of(Month.AUGUST, 15),
                    MonthDay.of(Month.NOVEMBER, 1),
                    MonthDay.of(Month.NOVEMBER, 11),
                    MonthDay.of(Month.DECEMBER, 25));

    private static final Set<MonthDay> FEDERAL_DATES =
            Set.of(
                    MonthDay.of(Month.JANUARY, 1),
                    MonthDay.of(Month.JUNE, 19),
                    MonthDay.of(Month.JULY, 4),
                    MonthDay.of(Month.NOVEMBER, 11),
                    MonthDay.of(Month.DECEMBER, 25));

    /** Whether the date is one of these holidays. */
    abstract boolean contains(LocalDate date);

    /**
     * Easter Sunday of a Gregorian year, by the algorithm of Meeus, Jones and Butcher (J. Meeus,
     * Astronomical Algorithms, chapter 8).
     */
    static LocalDate easterSunday(int year) {
        int goldenNumber = year % 19;
        int century = year / 100;
        int yearOfCentury = year % 100;
        int lunarCorrection = (century - (century + 8) / 25 + 1) / 3;
        int epact = (19 * goldenNumber + century - century / 4 - lunarCorrection + 15) % 30;
        int weekday =
                (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
        int exception = (goldenNumber + 11 * epact + 22 * weekday) / 451;
        int days = epact + weekday - 7 * exception + 114;
        return LocalDate.of(year, days / 31, days % 31 + 1);
    }
}
