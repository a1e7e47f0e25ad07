package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.RunStep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a dry run.
 *
 * @param at the simulated time
 * @param owner the active flow that the event would enter by its scope; empty if none listens
 * @param obstacles why no run would start, in the order in which the intake checks them; empty if
 *     one would start
 * @param refusedBy the run that would keep the fan from entering
 * @param steps the outcome of each step, in order, even if the fan would not enter
 */
public record DryRun(
        Instant at,
        Optional<FlowId> owner,
        List<NotStartedReason> obstacles,
        Optional<RunId> refusedBy,
        List<PlayedStep> steps) {
    public DryRun {
        obstacles = List.copyOf(obstacles);
        steps = List.copyOf(steps);
    }

    /**
     * @param step the step and its outcome; a waiting step has not been done
     * @param effects what it would have done
     */
    public record PlayedStep(RunStep step, List<PlannedEffect> effects) {
        public PlayedStep {
            effects = List.copyOf(effects);
        }
    }

    /** The total cost of all texts. */
    public int credits() {
        return steps.stream()
                .flatMap(step -> step.effects().stream())
                .filter(PlannedEffect.Text.class::isInstance)
                .map(PlannedEffect.Text.class::cast)
                .mapToInt(text -> text.use().credits())
                .sum();
    }
}
