package dev.actionflows.domain.experiment;

/** A confidence interval, with its limits. */
public record Interval(double lower, double upper) {
    /** Whether the value is in the interval, limits included. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}
