package dev.actionflows.simulator;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.RecordingObserver;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks the results of all runs when every wait is over. */
final class FinalCheck {
    private final Deployment deployment;
    private final ViolationLog violations;
    private final LadderCheck ladders;
    private final SkipReasonCheck skipReasons;

    FinalCheck(Deployment deployment) {
        this.deployment = deployment;
        this.violations = deployment.violations;
        this.ladders = new LadderCheck(violations);
        this.skipReasons = new SkipReasonCheck(deployment);
    }

    void check() {
        for (Run run : deployment.runs.all()) {
            Flow flow = deployment.stored.flowOf(run);
            deployment.played.add("trigger " + flow.definition().trigger().type().wireName());
            run.steps().stream()
                    .filter(it -> it.outcome().orElse(null) instanceof StepOutcome.Completed)
                    .forEach(it -> deployment.played.add("step " + it.type().wireName()));
            if (!run.hasEnded()) {
                violations.add(Guarantee.NOTHING_DROPPED, run, "has not ended");
            }
            for (int index = 0; index < run.steps().size(); index++) {
                check(run, index);
            }
            if (run.hasEnded()) {
                ladders.check(
                        run,
                        flow.definition().steps(),
                        index -> new ObservedStep(deployment, run, index).messageTaken());
            }
        }
        deployment.links.inTheEnd(
                deployment.runs.all(),
                step ->
                        new ObservedStep(
                                        deployment,
                                        deployment.runs.find(step.run()).orElseThrow(),
                                        step.index())
                                .messageTaken());
        new ChainCheck(deployment).inTheEnd();
        deployment.experiments.inTheEnd(deployment.runs.all());
        checkCounted();
        if (deployment.faults.peaceful()) {
            checkUndisturbed();
        }
        checkBounded(deployment.wakeUps.queue());
        checkBounded(deployment.detectedReleases);
        checkBounded(deployment.matches.queue());
        checkBounded(deployment.mailReports.queue());
        checkBounded(deployment.smsQueue.queue());
        checkBounded(deployment.webhooks.queue());
        checkSentOnce(deployment.carrier.accepted());
        checkSentOnce(deployment.mailService.accepted());
        checkSentOnce(deployment.instagram.accepted());
        checkUnsubscribed();
        checkStopsStored();
    }

    private void checkStopsStored() {
        for (AcknowledgedText stop : deployment.stops) {
            if (!deployment.stored.hasConsentChange(stop.from(), stop.messageId())) {
                violations.add(
                        Guarantee.STOP_HONORED,
                        stop.messageId() + " was acknowledged, but its STOP is not stored");
            }
        }
    }

    /**
     * Nobody is kept waiting for an answer to a question that nobody asked, or after the answer.
     */
    private void checkConfirmation(Run run, RunStep step, Step definition) {
        if (definition.onUnmet() == OnUnmet.SKIP
                || step.outcome()
                        .filter(
                                it ->
                                        it.equals(
                                                new StepOutcome.Skipped(
                                                        Reason.CONSENT_UNCONFIRMED)))
                        .isEmpty()) {
            return;
        }
        if (!deployment.stored.wasAsked(run, step.type(), deployment.optIns)) {
            violations.add(Guarantee.CONFIRMED_FIRST, run, "waited for an answer unasked");
        }
        if (deployment
                .stored
                .permittedSince(run, step.type(), deployment.optIns)
                .filter(at -> step.endedAt().filter(at::isBefore).isPresent())
                .isPresent()) {
            violations.add(Guarantee.WOKEN, run, "was skipped although the address confirmed");
        }
    }

    /** Whether the message that started the run was recent enough when the step ended. */
    private boolean couldBeAnswered(Run run, RunStep step) {
        String event = run.event().id().value();
        return event.startsWith("igdm:")
                && step.endedAt()
                        .filter(
                                at ->
                                        deployment.instagram.couldBeAnswered(
                                                event.substring("igdm:".length()), at))
                        .isPresent();
    }

    private void checkBounded(Queue<?> queue) {
        queue.requests()
                .forEach(
                        (message, times) -> {
                            if (times > Queue.MAX_REQUESTS) {
                                violations.add(
                                        Guarantee.BOUNDED,
                                        message + " was requested " + times + " times");
                            }
                        });
    }

    /**
     * Every request to unsubscribe that was answered, every hard bounce and complaint is stored.
     */
    private void checkUnsubscribed() {
        Stream.concat(
                        deployment.mailReaders.unsubscribed().stream(),
                        deployment.mailReports.processed().stream()
                                .filter(
                                        event ->
                                                event.kind() == MailEvent.Kind.HARD_BOUNCE
                                                        || event.kind() == MailEvent.Kind.COMPLAINT)
                                .map(MailEvent::recipient))
                .filter(address -> !deployment.stored.hasStopped(address))
                .forEach(
                        address ->
                                violations.add(
                                        Guarantee.STOP_HONORED,
                                        address.value() + " unsubscribed, which is not stored"));
    }

    private void checkSentOnce(Map<String, Integer> acceptedTimes) {
        for (Map.Entry<String, Integer> accepted : acceptedTimes.entrySet()) {
            if (accepted.getValue() > 1) {
                violations.add(
                        Guarantee.SENT_ONCE,
                        accepted.getKey() + " was accepted " + accepted.getValue() + " times");
            }
        }
    }

    /** More may be counted, since a process can die after counting and before it answers. */
    private void checkCounted() {
        long notDue =
                deployment.memory.observer.facts(RecordingObserver.Fact.WorkRefused.class).stream()
                        .filter(it -> it.why() == RunObserver.Refusal.NOT_DUE)
                        .count();
        long stale =
                deployment.memory.observer.facts(RecordingObserver.Fact.WorkRefused.class).size()
                        - notDue;
        if (notDue < deployment.runStarter.notDue() || stale < deployment.workflow.stale()) {
            violations.add(Guarantee.COUNTED, "refused work was not counted");
        }
    }

    private void checkUndisturbed() {
        deployment.memory.observer.facts(RecordingObserver.Fact.RunResumed.class).stream()
                .filter(it -> it.cause() == RunObserver.Cause.STALLED)
                .collect(groupingBy(RecordingObserver.Fact.RunResumed::run, counting()))
                .forEach(
                        (run, times) -> {
                            if (times > deployment.yields.yields(run)) {
                                violations.add(Guarantee.UNDISTURBED, run.run() + " was restarted");
                            }
                        });
        for (Run run : deployment.runs.all()) {
            for (RunStep step : run.steps()) {
                step.outcome()
                        .filter(it -> isDisturbed(step, it))
                        .ifPresent(it -> violations.add(Guarantee.UNDISTURBED, run, "ended " + it));
            }
        }
    }

    private boolean isDisturbed(RunStep step, StepOutcome outcome) {
        boolean inDoubt =
                (outcome.reason() == Reason.FAN_REPLIED
                                || outcome.reason() == Reason.RELEASE_CANCELLED)
                        && step.inDoubt();
        return (outcome instanceof StepOutcome.Unknown
                        && outcome.reason() != Reason.CANCELLED
                        && !inDoubt)
                || (outcome instanceof StepOutcome.Failed
                        && outcome.reason() != Reason.NOT_DELIVERED
                        && outcome.reason() != Reason.BOUNCED
                        && !isOfLaterDate(outcome));
    }

    /** No wait begins, or goes on for more than a year, for a date that is that far away. */
    private boolean isOfLaterDate(StepOutcome outcome) {
        return outcome.reason() == Reason.WAIT_TOO_LONG && deployment.turns.releases.mayEndWaits();
    }

    private void check(Run run, int index) {
        RunStep step = run.step(index);
        Optional<StepOutcome> outcome = step.outcome().filter(StepOutcome::isFinal);
        if (outcome.isEmpty()) {
            violations.add(Guarantee.NOTHING_DROPPED, run, "step " + index + " has no outcome");
            return;
        }
        if (outcome.get().reason() == Reason.OUTSIDE_WINDOW && couldBeAnswered(run, step)) {
            violations.add(Guarantee.TRUE_OUTCOME, run, "step " + index + " could answer the fan");
        }
        if (!skipReasons.agrees(run, step)) {
            violations.add(
                    Guarantee.TRUE_OUTCOME,
                    run,
                    "step " + index + " was skipped for what did not happen: " + outcome.get());
        }
        Step definition = deployment.stored.stepsOf(run).get(index);
        checkConfirmation(run, step, definition);
        boolean isTrue =
                deployment
                        .application
                        .steps()
                        .of(definition)
                        .agrees(
                                definition,
                                outcome.get(),
                                new ObservedStep(deployment, run, index));
        if (!isTrue) {
            violations.add(
                    Guarantee.TRUE_OUTCOME, run, "step " + index + " does not match its outcome");
        }
    }
}
