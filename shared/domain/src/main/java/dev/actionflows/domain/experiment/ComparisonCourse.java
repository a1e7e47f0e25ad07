package dev.actionflows.domain.experiment;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Optional;

/** Follows an arm and the baseline day by day. */
final class ComparisonCourse {
    private final String arm;
    private final int days;
    private final double error;
    private final SpendingBoundary boundary = new SpendingBoundary();

    private @Nullable Information information;
    private Optional<Look> latest = Optional.empty();
    private Optional<Shown> shown = Optional.empty();

    /**
     * What was seen last.
     *
     * @param limit that the score must reach; empty if there were too few fans
     */
    private record Look(Pair pair, Optional<Double> limit) {}

    /** A difference that was shown. */
    private record Shown(Verdict verdict, LocalDate since) {}

    /**
     * @param error of all looks together, between 0 and 1
     */
    ComparisonCourse(String arm, int days, double error) {
        this.arm = arm;
        this.days = days;
        this.error = error;
    }

    /**
     * Looks at the figures at the end of a day. Days are passed in their order, and none after the
     * planned ones.
     *
     * @param day from 1
     */
    void look(int day, LocalDate date, Counts figures, Counts baseline) {
        Pair pair = new Pair(figures, baseline);
        Optional<Double> limit = informed(pair).flatMap(known -> limit(pair, known.now(), day));
        latest = Optional.of(new Look(pair, limit));
        shown = shown.or(() -> limit.flatMap(it -> judge(pair.score(0), it, date)));
    }

    /** Empty as long as one of the arms has no fans. */
    private Optional<Information> informed(Pair pair) {
        if (information != null) {
            information.next(pair);
        } else if (pair.bothHaveFans()) {
            information = new Information(pair);
        }
        return Optional.ofNullable(information);
    }

    private Optional<Double> limit(Pair pair, double known, int day) {
        return EnoughFans.toCompare(pair.arm(), pair.baseline())
                ? Optional.of(boundary.next(known, spentBy(day)))
                : Optional.empty();
    }

    /**
     * With the square of the time, so that early verdicts are rare, and most is left for the end.
     */
    private double spentBy(int day) {
        double time = (double) day / days;
        return error * time * time;
    }

    private static Optional<Shown> judge(double score, double limit, LocalDate date) {
        return Math.abs(score) < limit
                ? Optional.empty()
                : Optional.of(new Shown(score > 0 ? Verdict.HIGHER : Verdict.LOWER, date));
    }

    /**
     * @param day how many of the planned days are complete
     */
    Comparison result(int day) {
        Optional<Interval> interval =
                latest.flatMap(look -> look.limit().map(look.pair()::interval));
        Verdict verdict =
                shown.map(Shown::verdict).orElseGet(() -> withoutDifference(day, interval));
        return new Comparison(
                arm,
                latest.map(Look::pair).filter(Pair::bothHaveFans).map(Pair::difference),
                interval,
                verdict,
                shown.map(Shown::since));
    }

    private Verdict withoutDifference(int day, Optional<Interval> interval) {
        if (interval.isEmpty()) {
            return Verdict.TOO_FEW;
        }
        return day < days ? Verdict.NONE_YET : Verdict.NO_DIFFERENCE_SHOWN;
    }
}
