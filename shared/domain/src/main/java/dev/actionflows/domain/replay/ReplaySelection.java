package dev.actionflows.domain.replay;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The failed steps that a replay tries again. Times have millisecond precision.
 *
 * @param reason only steps that failed for this reason; empty: for any
 * @param stepType only steps of this type; empty: of any
 * @param startedFrom only runs that started at this time or later
 * @param startedUntil only runs that started at this time or earlier
 * @param failedUntil only steps that failed at this time or earlier: a step that fails again after
 *     it was tried again is not selected, so that a replay ends
 */
public record ReplaySelection(
        FlowId flow,
        Optional<Reason> reason,
        Optional<StepType> stepType,
        Instant startedFrom,
        Instant startedUntil,
        Instant failedUntil) {

    /**
     * The indexes of the run's steps that have failed and may be tried again. Empty for a cancelled
     * run, which stays as it is. A message that its provider may have accepted is never selected.
     */
    public SortedSet<Integer> failedSteps(Run run) {
        SortedSet<Integer> selected = new TreeSet<>();
        if (run.status() != RunStatus.CANCELLED) {
            for (int index = 0; index < run.steps().size(); index++) {
                if (isSelected(run.step(index))) {
                    selected.add(index);
                }
            }
        }
        return selected;
    }

    private boolean isSelected(RunStep step) {
        return step.outcome().orElse(null) instanceof StepOutcome.Failed(Reason failedFor)
                && !step.mayHaveSent()
                && reason.filter(wanted -> wanted != failedFor).isEmpty()
                && stepType.filter(wanted -> wanted != step.type()).isEmpty()
                && step.endedAt().filter(at -> at.isAfter(failedUntil)).isEmpty();
    }
}
