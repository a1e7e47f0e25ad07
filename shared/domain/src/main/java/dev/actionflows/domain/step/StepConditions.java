package dev.actionflows.domain.step;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditions of a flow's steps.
 *
 * @param byStep by the index of the step; a step without a condition is absent
 */
public record StepConditions(Map<Integer, StepCondition> byStep) {
    public static final StepConditions NONE = new StepConditions(Map.of());

    public StepConditions {
        byStep = Map.copyOf(byStep);
    }

    /** The condition of a step. */
    public Optional<StepCondition> of(int step) {
        return Optional.ofNullable(byStep.get(step));
    }

    /** Every condition, with all that it is composed of. */
    public Stream<StepCondition> parts() {
        return byStep.values().stream().flatMap(StepCondition::parts);
    }
}
