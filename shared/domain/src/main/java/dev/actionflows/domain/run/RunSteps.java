package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The order of a run's steps. */
final class RunSteps {
    private RunSteps() {}

    /** See {@link Run#nextStep}. */
    static OptionalInt next(List<RunStep> steps) {
        for (int index = 0; index < steps.size(); index++) {
            RunStep step = steps.get(index);
            if (step.isOpen()) {
                return OptionalInt.of(index);
            }
            if (step.waiting().filter(StepOutcome.Waiting::holds).isPresent()) {
                break;
            }
        }
        return OptionalInt.empty();
    }

    static List<RunStep> replaced(List<RunStep> steps, int index, RunStep step) {
        List<RunStep> after = new ArrayList<>(steps);
        after.set(index, step);
        return after;
    }

    /**
     * With the outcome of one step, and those that a failure or a reply gives to all others, or a
     * wait for a cancelled release to later ones.
     */
    static List<RunStep> settled(
            List<RunStep> steps, int index, OutcomeRecord outcomeRecord, OnFailure onFailure) {
        List<RunStep> after = replaced(steps, index, steps.get(index).settled(outcomeRecord));
        boolean failed =
                outcomeRecord.outcome() instanceof StepOutcome.Failed
                        && onFailure == OnFailure.STOP;
        Reason reason = outcomeRecord.outcome().reason();
        if (failed || reason == Reason.FAN_REPLIED) {
            leaveOut(after, 0, failed ? Reason.EARLIER_STEP_FAILED : reason, outcomeRecord.at());
        } else if (reason == Reason.RELEASE_CANCELLED && after.get(index).type() == StepType.WAIT) {
            // the day that they were to come after never comes
            leaveOut(after, index, reason, outcomeRecord.at());
        }
        return after;
    }

    private static void leaveOut(List<RunStep> steps, int from, Reason why, Instant at) {
        steps.subList(from, steps.size())
                .replaceAll(step -> step.hasEnded() ? step : step.leftOut(why, at));
    }
}
