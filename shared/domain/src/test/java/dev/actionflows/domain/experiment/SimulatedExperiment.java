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
 * day of their exposure or up to seven days later. Those of different days may convert differently,
 * but do so alike in all arms.
 */
final class SimulatedExperiment {
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 1);

    /** Days from exposure to conversion, and the parts of those who convert after so many. */
    private static final int[] DELAYS = {0, 1, 3, 7};

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

    /** How fans convert, by the day of their exposure. */
    enum Conversion {
        ALIKE,
        FEWER_BY_THE_DAY {
            @Override
            double factor(int day) {
                return 0.03 + 0.97 * Math.pow(0.85, day);
            }
        },
        SOON_FEWER {
            @Override
            double factor(int day) {
                return 0.03 + 0.97 * Math.pow(0.7, day);
            }
        },
        A_SIXTH_AFTER_FOUR_DAYS {
            @Override
            double factor(int day) {
                return day < 4 ? 1 : 0.16;
            }
        },
        MORE_BY_THE_DAY {
            @Override
            double factor(int day) {
                return 1 - 0.97 * Math.pow(0.85, day);
            }
        },
        LATER_FROM_THE_SECOND_DAY {
            @Override
            double[] parts(int day) {
                return day == 0 ? AT_ONCE : LATE;
            }
        },
        SOONER_FROM_THE_SECOND_DAY {
            @Override
            double[] parts(int day) {
                return day == 0 ? LATE : AT_ONCE;
            }
        },
        FEWER_AND_LATER_BY_THE_DAY {
            @Override
            double factor(int day) {
                return FEWER_BY_THE_DAY.factor(day);
            }

            @Override
            double[] parts(int day) {
                double late = 1 - Math.pow(0.8, day);
                return IntStream.range(0, AT_ONCE.length)
                        .mapToDouble(i -> (1 - late) * AT_ONCE[i] + late * LATE[i])
                        .toArray();
            }
        };

        private static final double[] USUAL = {0.4, 0.3, 0.2, 0.1};
        private static final double[] AT_ONCE = {0.95, 0.03, 0.01, 0.01};
        private static final double[] LATE = {0.2, 0.2, 0.3, 0.3};

        /** What the share is multiplied with; days count from 0. */
        double factor(int day) {
            return 1;
        }

        /** The parts of those who convert after each of the delays, which add up to 1. */
        double[] parts(int day) {
            return USUAL;
        }

        private double until(int day, int later) {
            double share = 0;
            for (int i = 0; i < DELAYS.length && DELAYS[i] <= later; i++) {
                share += parts(day)[i];
            }
            return factor(day) * share;
        }
    }

    private final ExperimentPlan plan;
    private final double[] converting;
    private final Conversion conversion;
    private final double[] exposed;
    private final SplittableRandom random;
    private final Map<Integer, double[]> boundaries = new HashMap<>();

    /**
     * @param fans in all arms together
     * @param converting the true share of each arm, of fans of a day on which all convert as usual
     */
    SimulatedExperiment(
            ExperimentPlan plan,
            double fans,
            Exposure exposure,
            Conversion conversion,
            double[] converting,
            long seed) {
        this.plan = plan;
        this.conversion = conversion;
        this.converting = converting.clone();
        double[] weights =
                IntStream.range(0, plan.days())
                        .mapToDouble(day -> exposure.weight(day, plan.days()))
                        .toArray();
        double total = Arrays.stream(weights).sum();
        exposed = Arrays.stream(weights).map(weight -> fans * weight / total).toArray();
        random = new SplittableRandom(seed);
    }

    static ExperimentPlan plan(int days, double... shares) {
        List<Arm> arms =
                IntStream.range(0, shares.length)
                        .mapToObj(i -> new Arm("arm " + i, shares[i]))
                        .toList();
        return new ExperimentPlan(arms, days);
    }

    /** The conversions to be expected by the end of a day, if everybody converts as usual. */
    private double convertedUntil(int day) {
        return IntStream.rangeClosed(0, day)
                .mapToDouble(from -> exposed[from] * conversion.until(from, day - from))
                .sum();
    }

    private double convertedOnTheirDayUntil(int day) {
        return IntStream.rangeClosed(0, day)
                .mapToDouble(from -> exposed[from] * conversion.until(from, 0))
                .sum();
    }

    private double fansUntil(int day) {
        return Arrays.stream(exposed, 0, Math.max(0, day + 1)).sum();
    }

    /** The true difference of an arm and the baseline among those exposed by the end of a day. */
    double difference(int arm, int day) {
        return (converting[arm] - converting[0]) * convertedUntil(day) / fansUntil(day);
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
                days[day][arm] = days[day][arm].plus(new Counts(fans, 0, 0));
                double share = converting[arm] * conversion.factor(day);
                convert(days, day, arm, binomial(fans, share));
            }
        }
        return days;
    }

    private void convert(Counts[][] days, int exposure, int arm, long fans) {
        long left = fans;
        double shareLeft = 1;
        double[] parts = conversion.parts(exposure);
        for (int i = 0; i < DELAYS.length && exposure + DELAYS[i] < days.length; i++) {
            long now = binomial(left, Math.min(1, parts[i] / shareLeft));
            int day = exposure + DELAYS[i];
            left -= now;
            shareLeft -= parts[i];
            days[day][arm] = days[day][arm].plus(new Counts(0, now, i == 0 ? now : 0));
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

    /** What another course of the experiment shows in the end. */
    ExperimentResult evaluated() {
        return ExperimentEvaluator.evaluate(
                plan, dayCounts(increments()), FIRST_DAY.plusDays(plan.days()));
    }

    private List<DayCounts> dayCounts(Counts[][] increments) {
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
        Information information = new Information(expected(arm, from));
        for (int day = from; day < plan.days(); day++) {
            double time = (day + 1.0) / plan.days();
            limits[day] = boundary.next(information.now(), error * time * time);
            if (day + 1 < plan.days()) {
                information.next(expected(arm, day + 1));
            }
        }
        return limits;
    }

    private Pair expected(int arm, int day) {
        return new Pair(expectedCounts(arm, day), expectedCounts(0, day));
    }

    /** A million times as many as to be expected, so that rounding does not matter. */
    private Counts expectedCounts(int arm, int day) {
        double times = 1e6 * plan.shares()[arm];
        return new Counts(
                Math.round(times * fansUntil(day)),
                Math.round(times * converting[arm] * convertedUntil(day)),
                Math.round(times * converting[arm] * convertedOnTheirDayUntil(day)));
    }
}
