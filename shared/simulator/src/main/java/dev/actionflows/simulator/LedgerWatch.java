package dev.actionflows.simulator;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A ledger that checks every change. */
final class LedgerWatch implements RunLedger {
    /** Why a step is skipped because of a failed one. */
    private static final Set<Reason> LEFT_OUT =
            Set.of(Reason.EARLIER_STEP_FAILED, Reason.NO_HELPFUL_LINK, Reason.EARLIER_STEP_PENDING);

    private final RunLedger ledger;
    private final Predicate<RunKey> unreadable;
    private final Function<Run, List<Step>> steps;
    private final Consumer<Run> starts;
    private final BiConsumer<Run, Run> changes;
    private final BiConsumer<Guarantee, String> violations;

    /**
     * @param unreadable stored runs that cannot be read
     * @param steps returns the steps of a run's flow
     * @param starts receives each new run
     * @param changes receives each change, as the run before and after it
     */
    LedgerWatch(
            RunLedger ledger,
            Predicate<RunKey> unreadable,
            Function<Run, List<Step>> steps,
            Consumer<Run> starts,
            BiConsumer<Run, Run> changes,
            BiConsumer<Guarantee, String> violations) {
        this.ledger = ledger;
        this.unreadable = unreadable;
        this.steps = steps;
        this.starts = starts;
        this.changes = changes;
        this.violations = violations;
    }

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        Optional<Run> before = ledger.putIfAbsent(run);
        if (before.isEmpty()) {
            starts.accept(run);
        }
        ledger.find(run.key()).ifPresent(this::checkNotForgotten);
        return before;
    }

    @Override
    public Optional<Run> find(RunKey key) {
        if (unreadable.test(key)) {
            throw new IllegalStateException("simulated: " + key.run() + " cannot be read");
        }
        return ledger.find(key);
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        Optional<Run> before = ledger.find(key);
        ClaimResult result = ledger.claim(key, request);
        check(before, ledger.find(key));
        return result;
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        Optional<Run> before = ledger.find(expected.key());
        Optional<Run> result = ledger.replace(expected, updated);
        check(before, ledger.find(expected.key()));
        return result;
    }

    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return ledger.listByFlow(project, flow, cursor, limit);
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        return ledger.startsByFlow(project, flow, cursor, limit);
    }

    private void check(Optional<Run> before, Optional<Run> after) {
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return;
        }
        changes.accept(before.get(), after.get());
        check(before.get(), after.get());
    }

    private void check(Run before, Run after) {
        if (before.flowVersion() != after.flowVersion()
                || !before.flow().equals(after.flow())
                || !before.fan().equals(after.fan())
                || !before.event().equals(after.event())) {
            violations.accept(
                    Guarantee.IN_ORDER, after.key().run() + " has changed what it is about");
        }
        if (after.epoch() < before.epoch()
                || (before.hasEnded() && !after.hasEnded() && !isRetried(before, after))) {
            violations.accept(Guarantee.IN_ORDER, after.key().run() + " went back");
        }
        checkNotForgotten(after);
        for (int index = 0; index < after.steps().size(); index++) {
            check(before, after, index);
        }
    }

    /** A run without a due time might never be found again, even without faults. */
    private void checkNotForgotten(Run run) {
        boolean everyStepIsDone =
                run.steps().stream()
                        .allMatch(step -> step.outcome().filter(StepOutcome::isFinal).isPresent());
        if (run.hasEnded() ? !everyStepIsDone : run.dueAt().isEmpty()) {
            violations.accept(
                    Guarantee.NOT_FORGOTTEN,
                    "%s is %s and would not be found again"
                            .formatted(run.key().run(), run.status()));
        }
    }

    private void check(Run before, Run after, int index) {
        RunStep was = before.step(index);
        RunStep is = after.step(index);
        if (was.equals(is)) {
            return;
        }
        if (was.outcome().filter(StepOutcome::isFinal).isPresent()
                && !is.outcome().equals(was.outcome())
                && !(is.isOpen() && isRetried(before, after) && mayBeRetried(was))
                && !isCorrection(was.outcome().get(), is.outcome())) {
            violations.accept(
                    Guarantee.NOTHING_DROPPED,
                    "step %d of %s was %s and is %s"
                            .formatted(index, after.key().run(), was.outcome(), is.outcome()));
        }
        if (was.isOpen()
                && is.claim().isEmpty()
                && is.settledBy()
                        .filter(token -> !token.contains("-epoch-" + after.epoch() + "@"))
                        .isPresent()) {
            violations.accept(
                    Guarantee.IN_ORDER,
                    "step %d of %s was settled by an execution that was replaced"
                            .formatted(index, after.key().run()));
        }
        boolean taken = !was.claim().equals(is.claim()) && is.claim().isPresent();
        boolean settled = was.isOpen() && !is.isOpen();
        if ((taken || settled) && !mayBeDone(after, index)) {
            violations.accept(
                    Guarantee.IN_ORDER,
                    "step %d of %s went before an earlier one".formatted(index, after.key().run()));
        }
    }

    /**
     * Whether an operator has had a failed step tried again: by another execution, which begins
     * later if the run waits for an earlier step.
     */
    private static boolean isRetried(Run before, Run after) {
        boolean waits = before.status() == RunStatus.WAITING && after.status() == RunStatus.WAITING;
        return (after.epoch() > before.epoch() || waits)
                && IntStream.range(0, after.steps().size())
                        .anyMatch(
                                index ->
                                        after.step(index).isOpen()
                                                && before.step(index)
                                                        .outcome()
                                                        .filter(
                                                                StepOutcome.Failed.class
                                                                        ::isInstance)
                                                        .isPresent());
    }

    private static boolean mayBeRetried(RunStep step) {
        return step.outcome().filter(StepOutcome.Failed.class::isInstance).isPresent()
                || step.outcome()
                        .filter(StepOutcome.Skipped.class::isInstance)
                        .filter(it -> LEFT_OUT.contains(it.reason()))
                        .isPresent();
    }

    /** Whether a provider's report may replace this outcome with that one. */
    private static boolean isCorrection(StepOutcome was, Optional<StepOutcome> is) {
        return is.filter(StepOutcome::isFinal).isPresent()
                && (was instanceof StepOutcome.Unknown
                        || was.equals(new StepOutcome.Completed(Reason.ACCEPTED)));
    }

    /**
     * Whether every earlier step is settled or lets this one go first by its own policy, even if
     * its requirement has been met meanwhile.
     */
    boolean mayBeDone(Run run, int index) {
        List<Step> definition = steps.apply(run);
        for (int earlier = 0; earlier < index; earlier++) {
            RunStep step = run.step(earlier);
            boolean defers = definition.get(earlier).onUnmet() == OnUnmet.DEFER;
            boolean lets =
                    step.isOpen()
                            ? defers && step.giveUpAt().isPresent()
                            : step.waiting().filter(StepOutcome.Waiting::holds).isEmpty();
            if (!lets) {
                return false;
            }
        }
        return true;
    }
}
