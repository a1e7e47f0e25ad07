package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;

import java.util.List;
import java.util.function.IntPredicate;

/** Of a message and its fallbacks, one is sent if any can be, and never two. */
final class LadderCheck {
    private final ViolationLog violations;

    LadderCheck(ViolationLog violations) {
        this.violations = violations;
    }

    /**
     * Called with a run that has ended. A step without an outcome is reported elsewhere.
     *
     * @param wasTaken whether the provider accepted the message of a step
     */
    void check(Run run, List<Step> steps, IntPredicate wasTaken) {
        if (run.steps().stream().anyMatch(step -> step.outcome().isEmpty())) {
            return;
        }
        int taken = 0;
        boolean mayBeSent = false;
        boolean isHeldOut = false;
        for (int index = 0; index < steps.size(); index++) {
            if (!steps.get(index).isFallback()) {
                taken = 0;
                mayBeSent = false;
                isHeldOut = false;
            }
            StepOutcome outcome = run.step(index).outcome().orElseThrow();
            boolean yields = outcome.equals(new StepOutcome.Skipped(Reason.EARLIER_MESSAGE_SENT));
            if (yields && !mayBeSent) {
                violations.add(
                        Guarantee.LADDER_KEPT, run, "step %d was not tried".formatted(index));
            }
            if (outcome.equals(new StepOutcome.Skipped(Reason.EARLIER_MESSAGE_HELD_OUT))
                    && !isHeldOut) {
                violations.add(
                        Guarantee.LADDER_KEPT,
                        run,
                        "step %d was not tried, and nothing was held out".formatted(index));
            }
            taken += steps.get(index) instanceof Step.Message && wasTaken.test(index) ? 1 : 0;
            if (taken > 1) {
                violations.add(
                        Guarantee.LADDER_KEPT, run, "step %d was sent, too".formatted(index));
            }
            if (isHeldOut && outcome instanceof StepOutcome.HeldOut) {
                violations.add(
                        Guarantee.LADDER_KEPT, run, "step %d was held out, too".formatted(index));
            }
            isHeldOut |= outcome instanceof StepOutcome.HeldOut;
            if (isHeldOut && taken > 0) {
                violations.add(
                        Guarantee.LADDER_KEPT, run, "step %d was sent, too".formatted(index));
            }
            mayBeSent |=
                    steps.get(index) instanceof Step.Message
                            && !(outcome instanceof StepOutcome.Skipped)
                            && !(outcome instanceof StepOutcome.HeldOut);
        }
    }
}
