package dev.actionflows.domain.experiment;

import java.util.List;

/**
 * What is fixed before the first fan enters an experiment. The results are valid only if it does
 * not change afterward.
 *
 * @param arms 2 to {@link #MAX_ARMS}; each is compared with the first, the baseline
 * @param days how long the experiment takes, 1 to {@link #MAX_DAYS}, from the UTC day of the first
 *     exposure
 */
public record ExperimentPlan(List<Arm> arms, int days) {
    public static final int MAX_ARMS = 4;
    public static final int MAX_DAYS = 92;

    public ExperimentPlan {
        arms = List.copyOf(arms);
        if (arms.size() < 2 || arms.size() > MAX_ARMS) {
            throw new IllegalArgumentException("an experiment has 2 to " + MAX_ARMS + " arms");
        }
        if (arms.stream().map(Arm::name).distinct().count() < arms.size()) {
            throw new IllegalArgumentException("two arms of an experiment have the same name");
        }
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("an experiment takes 1 to " + MAX_DAYS + " days");
        }
    }

    /** The planned shares in the order of the arms; they add up to 1. */
    double[] shares() {
        double total = arms.stream().mapToDouble(Arm::share).sum();
        return arms.stream().mapToDouble(arm -> arm.share() / total).toArray();
    }
}
