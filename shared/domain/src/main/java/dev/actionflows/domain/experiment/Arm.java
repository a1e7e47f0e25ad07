package dev.actionflows.domain.experiment;

/**
 * One of the groups that an experiment compares.
 *
 * @param name unique in its experiment
 * @param share the planned share of fans, as a positive weight: the shares of all arms need not add
 *     up to 1
 */
public record Arm(String name, double share) {
    public Arm {
        if (!(share > 0) || Double.isInfinite(share)) {
            throw new IllegalArgumentException("the share of an arm is positive and finite");
        }
    }
}
