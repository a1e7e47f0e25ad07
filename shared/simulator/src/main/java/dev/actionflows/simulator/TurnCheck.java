package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Checks that no wait ends early, and that a step is done, or skipped, as its condition was when
 * its turn came.
 */
final class TurnCheck {
    private final Kernel kernel;
    private final ViolationLog violations;
    private final InMemoryPorts memory;
    private final StoredData stored;
    final ReleaseWatch releases;
    private final Map<Judged, Set<Boolean>> seen = new HashMap<>();

    /** A step of a run. */
    private record Judged(RunKey run, int step) {}

    TurnCheck(Kernel kernel, ViolationLog violations, InMemoryPorts memory, StoredData stored) {
        this.kernel = kernel;
        this.violations = violations;
        this.memory = memory;
        this.stored = stored;
        this.releases = new ReleaseWatch(kernel, violations, memory, stored);
    }

    /**
     * Called when the facts for a step of the run are read.
     *
     * @param step whose turn it is; an earlier one may have been opened again meanwhile
     */
    void looked(Run run, OptionalInt step) {
        remember(step, run);
    }

    /** Called when the run was stored. */
    void changed(Run before, Run after) {
        releases.changed(before, after);
        // a wait ends while its run waits
        remember(
                before.nextStep().isPresent() ? before.nextStep() : firstChanged(before, after),
                after);
        for (int index = 0; index < after.steps().size(); index++) {
            RunStep step = after.step(index);
            if (!step.outcome().equals(before.step(index).outcome())) {
                check(after, index, step);
            }
        }
    }

    private static OptionalInt firstChanged(Run before, Run after) {
        return IntStream.range(0, after.steps().size())
                .filter(index -> !after.step(index).equals(before.step(index)))
                .findFirst();
    }

    private void check(Run run, int index, RunStep step) {
        FlowDefinition definition = stored.flowOf(run).definition();
        Set<Boolean> met = seen.getOrDefault(new Judged(run.key(), index), Set.of());
        switch (step.outcome().orElse(null)) {
            case StepOutcome.Skipped(Reason reason) when reason == Reason.CONDITION_NOT_MET -> {
                boolean isFallback = definition.isFallback(index);
                if (!isFallback && !met.contains(false)) {
                    broken(run, index, "was skipped although its condition was met");
                }
            }
            case StepOutcome.Completed(Reason reason) when reason == Reason.WAITED ->
                    checkTime(run, index, step, definition);
            case StepOutcome.Completed _, StepOutcome.Waiting _ -> {
                if (step.giveUpAt().isEmpty() && met.equals(Set.of(false))) {
                    broken(run, index, "was done although its condition was not met");
                }
            }
            case null, default -> {}
        }
    }

    private void checkTime(Run run, int index, RunStep step, FlowDefinition definition) {
        if (definition.steps().get(index) instanceof WaitStep(WaitTime.For(var length))) {
            Instant end = step.startedAt().orElseThrow().plus(length.length());
            Instant soonest = end.minus(Faults.MAX_CLOCK_ERROR.multipliedBy(2));
            if (kernel.now().isBefore(soonest)) {
                broken(run, index, "ended " + kernel.now() + " instead of " + end);
            }
        }
    }

    private void broken(Run run, int index, String what) {
        violations.add(Guarantee.TURN_KEPT, run, "step " + index + " " + what);
    }

    /**
     * The truth of the conditions of the step whose turn it was, and of the wait steps after it,
     * which are judged together with it.
     */
    private void remember(OptionalInt turn, Run now) {
        FlowDefinition definition = stored.flowOf(now).definition();
        int next = turn.orElse(Integer.MAX_VALUE);
        for (int index = next; index < now.steps().size(); index++) {
            RunStep step = now.step(index);
            if (index > next && step.type() != StepType.WAIT) {
                if (step.isOpen()) {
                    return;
                }
                continue;
            }
            Optional<StepCondition> condition = definition.conditions().of(index);
            if (condition.isPresent()) {
                seen.computeIfAbsent(new Judged(now.key(), index), _ -> new HashSet<>())
                        .add(isTrue(condition.get(), now));
            }
        }
    }

    private boolean isTrue(StepCondition condition, Run run) {
        return switch (condition) {
            case StepCondition.HasConnection(var provider) ->
                    stored.fanOf(run).stream()
                            .flatMap(fan -> memory.fans.connections(SampleProject.ID, fan).stream())
                            .anyMatch(
                                    it ->
                                            it.isUsable(kernel.now())
                                                    && provider.filter(
                                                                    wanted ->
                                                                            wanted != it.provider())
                                                            .isEmpty());
            case StepCondition.HasConsent(Channel channel) -> hasAgreed(run, channel);
            case StepCondition.InSegment(var segment) ->
                    stored.idsOf(run).stream()
                            .anyMatch(id -> memory.catalog.isMember(SampleProject.ID, segment, id));
            case StepCondition.StepEnded(int index, var outcomes) ->
                    run.step(index).outcome().stream()
                            .anyMatch(
                                    it ->
                                            outcomes.stream()
                                                    .anyMatch(
                                                            name ->
                                                                    name.name()
                                                                            .equals(
                                                                                    it
                                                                                            .wireName())));
            case StepCondition.EventIsAbout(String scope) -> run.event().scope().equals(scope);
            case StepCondition.Not(StepCondition other) -> !isTrue(other, run);
            case StepCondition.Combined(boolean all, var parts) -> {
                long met = parts.stream().filter(it -> isTrue(it, run)).count();
                yield all ? met == parts.size() : met > 0;
            }
        };
    }

    private boolean hasAgreed(Run run, Channel channel) {
        Identity.Kind kind = channel == Channel.TEXT ? Identity.Kind.PHONE : Identity.Kind.EMAIL;
        Optional<Fan> fan = stored.fanOf(run);
        if (fan.isEmpty()) {
            return false;
        }
        ConsentStore.Checked checked = memory.fans.check(SampleProject.ID, fan.get(), kind);
        ConsentStore.Permission permission =
                stored.project().doubleOptIn().contains(channel)
                        ? checked.confirmed()
                        : checked.permission();
        return permission instanceof ConsentStore.Permission.Given;
    }
}
