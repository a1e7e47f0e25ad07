package dev.actionflows.domain.testing;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A step that does what the test specifies, and counts its actions.
 *
 * @param <S> the step type
 */
public final class ScriptedAction<S extends Step> implements StepAction<S> {
    private final Class<S> stepClass;
    private final Delivery delivery;
    private final Queue<Function<StepContext, Attempt>> script = new ArrayDeque<>();
    private Supplier<Optional<MissingRequirement>> missing = Optional::empty;
    private int acted;

    public ScriptedAction(Class<S> stepClass, Delivery delivery) {
        this.stepClass = stepClass;
        this.delivery = delivery;
    }

    /** What the next attempt does; after the end of the script, every attempt completes. */
    public ScriptedAction<S> then(Supplier<Attempt> attempt) {
        return thenWith(_ -> attempt.get());
    }

    /** Like {@link #then}, for an attempt that uses its context. */
    public ScriptedAction<S> thenWith(Function<StepContext, Attempt> attempt) {
        script.add(attempt);
        return this;
    }

    /** The check before each attempt. */
    public ScriptedAction<S> requiring(Supplier<Optional<MissingRequirement>> check) {
        missing = check;
        return this;
    }

    public int acted() {
        return acted;
    }

    @Override
    public Class<S> stepClass() {
        return stepClass;
    }

    @Override
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public RequiredFacts requiredFacts(S step) {
        return RequiredFacts.nothing();
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(S step, StepContext context) {
        return missing.get();
    }

    @Override
    public Attempt attempt(S step, StepContext context) {
        acted++;
        Function<StepContext, Attempt> next = script.poll();
        return next == null ? Attempt.completed(Reason.ADDED) : next.apply(context);
    }

    @Override
    public S sample(SampleSubjects subjects, OnUnmet onUnmet) {
        throw new IllegalStateException("no simulation plays scripts");
    }
}
