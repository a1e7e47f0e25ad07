/**
 * What the figures of an experiment say: which arm converts better, with intervals that hold
 * however often somebody looks. {@link dev.actionflows.domain.experiment.ExperimentEvaluator} is
 * the entry.
 */
@NullMarked
package dev.actionflows.domain.experiment;

import org.jspecify.annotations.NullMarked;
