package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.Step;

/** One attempt at a step, whatever happens. */
final class StepAttempt {
    private StepAttempt() {}

    /** The result; an exception is a result, too. */
    static <S extends Step> Attempt of(
            StepAction<S> action, S step, StepContext context, RunObserver observer) {
        Run run = context.run();
        try {
            Attempt attempt = action.attempt(step, context);
            if (attempt.reason().isOfProvider()) {
                observer.providerFailed(run, context.index(), attempt.reason());
            }
            return attempt;
        } catch (RetryableStepException e) {
            observer.stepFailed(run.key(), context.index(), e);
            return new Attempt.TryAgain(Reason.INTERNAL_ERROR);
        } catch (RuntimeException e) {
            observer.stepFailed(run.key(), context.index(), e);
            return switch (action.delivery()) {
                case REPEATABLE -> new Attempt.TryAgain(Reason.INTERNAL_ERROR);
                case AT_MOST_ONCE -> Attempt.unknown(Reason.INTERRUPTED);
            };
        }
    }
}
