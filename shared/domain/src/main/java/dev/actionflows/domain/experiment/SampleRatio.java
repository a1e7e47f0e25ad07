package dev.actionflows.domain.experiment;

/**
 * Whether fans were divided among the arms as planned.
 *
 * @param pValue valid however often somebody looks: with a correct division, it is ever p or less
 *     with a probability of at most p
 * @param mismatch the p-value is at most 0.001: something else than the plan decides who gets into
 *     which arm, or who is counted, and the arms cannot be compared
 */
public record SampleRatio(double pValue, boolean mismatch) {}
