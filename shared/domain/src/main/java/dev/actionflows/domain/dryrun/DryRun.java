package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.RunStep;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What would happen.
 *
 * @param at the time for which it was played
 * @param owner the active flow that the event would enter by its scope; empty: none listens
 * @param obstacles why no run would start, in the order in which an event meets them; none: one
 *     would
 * @param refusedBy the run because of which the fan would not be let in
 * @param steps what each step would end with, in order, also where the fan would not enter
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
     * @param step its outcome; one that waits has not been done yet
     * @param effects what it would have done
     */
    public record PlayedStep(RunStep step, List<PlannedEffect> effects) {
        public PlayedStep {
            effects = List.copyOf(effects);
        }
    }

    /** What all texts together would cost. */
    public int credits() {
        return steps.stream()
                .flatMap(step -> step.effects().stream())
                .filter(PlannedEffect.Text.class::isInstance)
                .map(PlannedEffect.Text.class::cast)
                .mapToInt(PlannedEffect.Text::credits)
                .sum();
    }
}
