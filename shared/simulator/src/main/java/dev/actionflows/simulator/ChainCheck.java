package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.CausedEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that completed steps lead to the runs of the flows that listen, and to no others. */
final class ChainCheck {
    /** From the reading of what flows listen to, which is kept for a while, to the outcome. */
    private static final Duration CLOCK_ERRORS = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(30);

    private final Deployment deployment;
    private final ViolationLog violations;

    ChainCheck(Deployment deployment) {
        this.deployment = deployment;
        this.violations = deployment.violations;
    }

    /** One event of a step, as one flow hears it. */
    private record Heard(RunId run, int step, TriggerType type, String scope, FlowId flow) {
        static Optional<Heard> of(FanEvent event, FlowId flow) {
            return event.cause()
                    .map(it -> new Heard(it.run(), it.step(), event.type(), event.scope(), flow));
        }
    }

    void inTheEnd() {
        Set<Heard> known = new HashSet<>();
        for (EventRecord entry : deployment.memory.events.records()) {
            entry.flow().flatMap(flow -> Heard.of(entry.event(), flow)).ifPresent(known::add);
        }
        Set<Heard> started = new HashSet<>();
        for (Run run : deployment.runs.all()) {
            Heard.of(run.event(), run.flow())
                    .filter(event -> !started.add(event))
                    .ifPresent(event -> violations.add(Guarantee.CHAINED, run, "repeats " + event));
            if (run.event().cause().isEmpty() && run.event().id().value().startsWith("step:")) {
                violations.add(Guarantee.CHAINED, run, "has lost its cause");
            }
            run.event().cause().ifPresent(cause -> checkCause(run, cause));
        }
        known.addAll(started);
        checkClicks(known);
        for (Run run : deployment.runs.all()) {
            for (int index = 0; index < run.steps().size(); index++) {
                checkKept(run, index, known);
            }
        }
    }

    private void checkKept(Run run, int index, Set<Heard> known) {
        RunStep step = run.step(index);
        if (!(step.outcome().orElse(null) instanceof StepOutcome.Completed completed)) {
            return;
        }
        Instant begun = step.endedAt().orElseThrow().minus(LONGEST_ATTEMPT);
        for (CausedEvent event : caused(run, index)) {
            if (event.type() != TriggerType.LINK_CLICKED && event.isCausedBy(completed)) {
                checkHeard(event, run, index, begun, known);
            }
        }
    }

    /**
     * @param since flows that have listened all the time since then must have heard the event
     */
    private void checkHeard(
            CausedEvent event, Run run, int index, Instant since, Set<Heard> known) {
        listeners(event, since)
                .map(flow -> new Heard(run.key().run(), index, event.type(), event.scope(), flow))
                .filter(due -> !known.contains(due))
                .forEach(due -> violations.add(Guarantee.CHAINED, run, due + " was lost"));
    }

    /** Only the first click is an event, and it may have been stored without an answer. */
    private void checkClicks(Set<Heard> known) {
        deployment
                .linkVisitors
                .clicked()
                .forEach(
                        (step, first) ->
                                deployment
                                        .runs
                                        .find(step.run())
                                        .ifPresent(
                                                run ->
                                                        checkHeard(
                                                                CausedEvent.of(
                                                                        TriggerType.LINK_CLICKED,
                                                                        run.flow().value()),
                                                                run,
                                                                step.index(),
                                                                first.minus(LONGEST_ATTEMPT),
                                                                known)));
    }

    private List<CausedEvent> caused(Run run, int index) {
        Step step = deployment.stored.stepsOf(run).get(index);
        if (step instanceof Step.Message) {
            return List.of(
                    new CausedEvent(
                            TriggerType.MESSAGE_DELIVERED,
                            run.flow().value(),
                            Optional.of(Reason.DELIVERED)),
                    CausedEvent.of(TriggerType.LINK_CLICKED, run.flow().value()));
        }
        return deployment.application.steps().of(step).causedEvents(step, SampleProject.ID);
    }

    /** The flows that have listened all the time since then. */
    private Stream<FlowId> listeners(CausedEvent event, Instant since) {
        return deployment
                .memory
                .flows
                .list(SampleProject.ID, Optional.empty(), 1000)
                .items()
                .stream()
                .filter(flow -> flow.status() == FlowStatus.ACTIVE)
                .filter(flow -> flow.updatedAt().isBefore(since))
                .filter(flow -> isHeardBy(flow.definition().trigger(), event))
                .map(Flow::id);
    }

    /** Without the code that decides about it in the product. */
    private static boolean isHeardBy(Trigger trigger, CausedEvent event) {
        return trigger.type() == event.type()
                && (trigger.scope().equals(TriggerScope.ANY)
                        || trigger.scope().equals(event.scope()));
    }

    private void checkCause(Run run, Cause cause) {
        if (cause.includes(run.flow()) || cause.isTooLong()) {
            violations.add(Guarantee.CHAINED, run, "follows " + cause.flows());
        }
        Run before = deployment.runs.find(new RunKey(SampleProject.ID, cause.run())).orElseThrow();
        boolean isTrue =
                caused(before, cause.step()).stream()
                        .filter(it -> it.type() == run.event().type())
                        .filter(it -> it.scope().equals(run.event().scope()))
                        .anyMatch(it -> hasHappened(it, before, cause.step(), run.startedAt()));
        if (!isTrue) {
            violations.add(Guarantee.CHAINED, run, "follows what did not happen: " + cause);
        }
    }

    /**
     * Whether the step was completed, or did its work though another outcome is recorded, because
     * the invocation that completed it died.
     *
     * @param by when what it led to began
     */
    private boolean hasHappened(CausedEvent event, Run run, int index, Instant by) {
        if (event.type() == TriggerType.LINK_CLICKED) {
            return deployment.linkVisitors.hasSeen(new StepKey(run.key(), index));
        }
        if (event.type() == TriggerType.MESSAGE_DELIVERED) {
            // another report may have been recorded first
            return deployment.delivered.contains(new StepKey(run.key(), index));
        }
        if (run.step(index).outcome().orElse(null) instanceof StepOutcome.Completed completed) {
            return event.type() != TriggerType.RELEASE_SAVED
                    || completed.reason() == Reason.SAVED
                    || hadSaved(run, by.plus(CLOCK_ERRORS));
        }
        Step step = deployment.stored.stepsOf(run).get(index);
        ObservedStep observed = new ObservedStep(deployment, run, index);
        // a pre-save is registered before release day, and done from then on
        return event.onlyFor()
                .map(Stream::of)
                .orElse(Stream.of(Reason.REGISTERED, Reason.SAVED))
                .anyMatch(
                        reason ->
                                deployment
                                        .application
                                        .steps()
                                        .of(step)
                                        .agrees(step, new StepOutcome.Completed(reason), observed));
    }

    /** A step that had saved the release registers it if it comes out later when it is repeated. */
    private boolean hadSaved(Run run, Instant by) {
        return deployment.stored.idsOf(run).stream()
                .flatMap(fan -> deployment.fanWrites.tokens(fan).stream())
                .anyMatch(token -> deployment.streams.library().hadSaved(token, by));
    }
}
