package dev.actionflows.domain.run;

import java.util.Optional;

/**
 * Which runs of a flow are listed: all that fit each given value. Outcome and reason are those of
 * the same step.
 *
 * @param outcome the wire name of a {@link StepOutcome}
 * @param reason the wire name of a {@link dev.actionflows.domain.Reason}
 */
public record RunFilter(
        Optional<RunStatus> status, Optional<String> outcome, Optional<String> reason) {
    /** Whether a run is listed. */
    public boolean fits(Run run) {
        boolean statusFits = status.isEmpty() || status.get() == run.status();
        boolean needsStep = outcome.isPresent() || reason.isPresent();
        return statusFits && (!needsStep || run.steps().stream().anyMatch(this::fits));
    }

    private boolean fits(RunStep step) {
        return step.outcome()
                .filter(it -> outcome.isEmpty() || outcome.get().equals(it.wireName()))
                .filter(it -> reason.isEmpty() || reason.get().equals(it.reason().wireName()))
                .isPresent();
    }
}
