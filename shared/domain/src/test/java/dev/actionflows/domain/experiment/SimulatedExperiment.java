package dev.actionflows.domain.experiment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Experiments in which the true shares are known. Fans are assigned at random, and convert on the
 * day of their exposure or up to seven days later.
 */
final class SimulatedExperiment {
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 1);

    /** Days from exposure to conversion, and the parts of those who convert after so many. */
    private static final int[] DELAYS = {0, 1, 3, 7};

    private static final double[] PARTS = {0.4, 0.3, 0.2, 0.1};

    /** From this expected number on, binomial numbers are rounded normal ones. */
    private static final double MANY = 200;

    /** When fans are exposed. */
    enum Exposure {
        ALL_ON_THE_FIRST_DAY {
            @Override
            double weight(int day, int days) {
                return day == 0 ? 1 : 0;
            }
        },
        MOST_ON_THE_FIRST_DAYS {
            @Override
            double weight(int day, int days) {
                return day < 2 ? 0.4 : 0.2 / (days - 2);
            }
        },
        STEADY {
            @Override
            double weight(int day, int days) {
                return 1;
            }
        },
        HARDLY_ANY_ON_THE_FIRST_DAY {
            @Override
            double weight(int day, int days) {
                return day == 0 ? 0.01 : 1;
            }
        },
        GROWING {
            @Override
            double weight(int day, int days) {
                return day + 1;
            }
        };

        /** Relative to other days, which count from 0. */
        abstract double weight(int day, int days);
    }

    private final ExperimentPlan plan;
    private final double[] converting;
    private final double[] exposed;
    private final double[] matured;
    private final SplittableRandom random;
    private final Map<Integer, double[]> boundaries = new HashMap<>();

    /**
     * @param fans in all arms together
     * @param converting the true share of each arm
     */
    SimulatedExperiment(
            ExperimentPlan plan, double fans, Exposure exposure, double[] converting, long seed) {
        this.plan = plan;
        this.converting = converting.clone();
        double[] weights =
                IntStream.range(0, plan.days())
                        .mapToDouble(day -> exposure.weight(day, plan.days()))
                        .toArray();
        double total = Arrays.stream(weights).sum();
        exposed = Arrays.stream(weights).map(weight -> fans * weight / total).toArray();
        matured = matured();
        random = new SplittableRandom(seed);
    }

    static ExperimentPlan plan(int days, double... shares) {
        List<Arm> arms =
                IntStream.range(0, shares.length)
                        .mapToObj(i -> new Arm("arm " + i, shares[i]))
                        .toList();
        return new ExperimentPlan(arms, days);
    }

    /** The share of conversions that has happened by the end of each day. */
    private double[] matured() {
        double[] shares = new double[plan.days()];
        for (int day = 0; day < plan.days(); day++) {
            double fans = fansUntil(day);
            double converted = 0;
            for (int i = 0; i < DELAYS.length; i++) {
                converted += PARTS[i] * fansUntil(day - DELAYS[i]);
            }
            shares[day] = converted / fans;
        }
        return shares;
    }

    private double fansUntil(int day) {
        return Arrays.stream(exposed, 0, Math.max(0, day + 1)).sum();
    }

    /** The true difference of an arm and the baseline among those exposed by the end of a day. */
    double difference(int arm, int day) {
        return (converting[arm] - converting[0]) * matured[day];
    }

    /** What each day adds, by day and arm. */
    Counts[][] increments() {
        double[] shares = plan.shares();
        Counts[][] days = new Counts[plan.days()][shares.length];
        for (Counts[] day : days) {
            Arrays.fill(day, Counts.NONE);
        }
        for (int day = 0; day < plan.days(); day++) {
            long left = rounded(exposed[day]);
            double shareLeft = 1;
            for (int arm = 0; arm < shares.length; arm++) {
                boolean last = arm == shares.length - 1;
                long fans = last ? left : binomial(left, shares[arm] / shareLeft);
                left -= fans;
                shareLeft -= shares[arm];
                days[day][arm] = days[day][arm].plus(new Counts(fans, 0));
                convert(days, day, arm, binomial(fans, converting[arm]));
            }
        }
        return days;
    }

    private void convert(Counts[][] days, int exposure, int arm, long fans) {
        long left = fans;
        double shareLeft = 1;
        for (int i = 0; i < DELAYS.length && exposure + DELAYS[i] < days.length; i++) {
            long now = binomial(left, Math.min(1, PARTS[i] / shareLeft));
            int day = exposure + DELAYS[i];
            left -= now;
            shareLeft -= PARTS[i];
            days[day][arm] = days[day][arm].plus(new Counts(0, now));
        }
    }

    private long rounded(double fans) {
        long whole = (long) fans;
        return whole + (random.nextDouble() < fans - whole ? 1 : 0);
    }

    private long binomial(long trials, double share) {
        if (share > 0.5) {
            return trials - binomial(trials, 1 - share);
        }
        if (trials <= 0 || share <= 0) {
            return 0;
        }
        if (trials * share > MANY) {
            double deviation = Math.sqrt(trials * share * (1 - share));
            double normal = trials * share + deviation * random.nextGaussian();
            return Math.clamp(Math.round(normal), 0, trials);
        }
        return successes(trials, Math.log1p(-share));
    }

    /** Jumps from success to success: the distances are geometric. */
    private long successes(long trials, double logOfFailure) {
        long successes = 0;
        double place = jump(logOfFailure);
        while (place <= trials) {
            successes++;
            place += jump(logOfFailure);
        }
        return successes;
    }

    private double jump(double logOfFailure) {
        return 1 + Math.floor(Math.log(1 - random.nextDouble()) / logOfFailure);
    }

    static Counts[][] sums(Counts[][] increments) {
        Counts[][] sums = new Counts[increments.length][];
        for (int day = 0; day < increments.length; day++) {
            sums[day] = increments[day].clone();
            for (int arm = 0; day > 0 && arm < sums[day].length; arm++) {
                sums[day][arm] = sums[day - 1][arm].plus(sums[day][arm]);
            }
        }
        return sums;
    }

    List<DayCounts> dayCounts(Counts[][] increments) {
        List<DayCounts> days = new ArrayList<>();
        for (int day = 0; day < increments.length; day++) {
            Map<String, Counts> arms = new LinkedHashMap<>();
            for (int arm = 0; arm < increments[day].length; arm++) {
                arms.put(plan.arms().get(arm).name(), increments[day][arm]);
            }
            days.add(new DayCounts(FIRST_DAY.plusDays(day), arms));
        }
        return days;
    }

    /**
     * The boundary of each day for an arm that has had enough fans from a day on. It is computed by
     * the same classes as for real experiments, from the figures to be expected, and only once.
     */
    double[] boundaries(int arm, int from) {
        return boundaries.computeIfAbsent(
                arm * plan.days() + from, _ -> computeBoundaries(arm, from));
    }

    private double[] computeBoundaries(int arm, int from) {
        double error = FamilyError.perComparison(plan.shares());
        SpendingBoundary boundary = new SpendingBoundary();
        double[] limits = new double[plan.days()];
        Information information = new Information(expected(arm, 0));
        for (int day = from; day < plan.days(); day++) {
            double time = (day + 1.0) / plan.days();
            limits[day] = boundary.next(information.next(expected(arm, day)), error * time * time);
        }
        return limits;
    }

    private Pair expected(int arm, int day) {
        return new Pair(expectedCounts(arm, day), expectedCounts(0, day));
    }

    /** A million times as many as to be expected, so that rounding does not matter. */
    private Counts expectedCounts(int arm, int day) {
        double fans = 1e6 * fansUntil(day) * plan.shares()[arm];
        return new Counts(Math.round(fans), Math.round(fans * converting[arm] * matured[day]));
    }
}
