package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.Stall;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.RecordingObserver;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges a deployment by what is really there. */
final class Verdict {
    /** Two minutes, and what is still under way from the time before. */
    private static final Duration RECOVERY = Duration.ofSeconds(130);

    private final Deployment deployment;
    private final Kernel kernel;
    private final Set<RunKey> late = new HashSet<>();

    Verdict(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
    }

    private void violated(Guarantee guarantee, Run run, String how) {
        deployment.violated(guarantee, "%s: %s".formatted(run.key().run(), how));
    }

    /**
     * While nothing goes wrong.
     *
     * @param calm since when
     */
    void inCalm(Instant calm) {
        for (Run run : deployment.runs.all()) {
            Instant changedAt = deployment.changedAt.getOrDefault(run.key(), run.startedAt());
            Optional<Instant> mayGoOnSince =
                    switch (run.status()) {
                        case RUNNING ->
                                // what keeps being lost is tried at growing intervals
                                run.stall()
                                        .flatMap(Stall::until)
                                        .map(until -> latest(until, changedAt))
                                        .or(() -> Optional.of(changedAt));
                        case WAITING -> run.dueAt().map(due -> latest(due, changedAt));
                        case COMPLETED, FAILED -> Optional.empty();
                    };
            mayGoOnSince
                    .map(since -> latest(since, calm))
                    .map(since -> latest(since, deployment.excusedUntil(run).orElse(since)))
                    .filter(since -> since.plus(RECOVERY).isBefore(kernel.instant()))
                    .filter(_ -> late.add(run.key()))
                    .ifPresent(
                            since ->
                                    violated(
                                            Guarantee.RECOVERED,
                                            run,
                                            "nobody has looked after it since " + since));
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** After some minutes in which nothing went wrong. */
    void afterCalm() {
        for (Run run : deployment.runs.all()) {
            if (run.status() == RunStatus.RUNNING && !run.isSetAside()) {
                violated(Guarantee.RECOVERED, run, "nobody is at work on it");
            }
            if (!run.hasEnded()
                    && run.dueAt()
                            .filter(due -> due.isAfter(kernel.instant().minusSeconds(120)))
                            .isEmpty()) {
                violated(Guarantee.RECOVERED, run, "is overdue since " + run.dueAt());
            }
            for (RunStep step : run.steps()) {
                step.waiting()
                        .filter(waiting -> isThere(run, waiting))
                        .ifPresent(
                                waiting ->
                                        violated(
                                                Guarantee.WOKEN,
                                                run,
                                                "what it waits for is there: " + waiting));
            }
        }
        checkRunsPerKey();
        checkCooldowns();
    }

    /** Whether the very thing that the step lacked is there by now. */
    private boolean isThere(Run run, StepOutcome.Waiting waiting) {
        Project project = deployment.projects.find(deployment.project).orElseThrow();
        return switch (waiting.reason()) {
            case NO_NUMBER -> project.sms().isPresent();
            case NO_APP -> project.spotify().isPresent();
            case NOT_CONNECTED ->
                    deployment
                            .fans
                            .find(deployment.project, run.fan())
                            .filter(
                                    fan ->
                                            !deployment
                                                    .fans
                                                    .connections(deployment.project, fan)
                                                    .isEmpty())
                            .isPresent();
            case FLOW_PAUSED ->
                    deployment
                            .flowStore
                            .find(deployment.project, run.flow())
                            .filter(flow -> flow.status() == FlowStatus.ACTIVE)
                            .isPresent();
            default -> false;
        };
    }

    private void checkRunsPerKey() {
        Map<String, RunKey> seen = new TreeMap<>();
        for (Run run : deployment.runs.all()) {
            Flow flow = deployment.flowStore.find(deployment.project, run.flow()).orElseThrow();
            String key =
                    run.flow()
                            + "/"
                            + run.fan()
                            + "/"
                            + flow.definition()
                                    .reEntry()
                                    .keyFor(run.event().id().value(), run.event().scope());
            RunKey other = seen.putIfAbsent(key, run.key());
            if (other != null) {
                violated(Guarantee.ONE_RUN, run, "is a second one, as " + other.run());
            }
        }
    }

    /**
     * A cooldown lasts from the moment at which its event is let in. Its run may be stored later,
     * if whoever let it in died and the event had to be delivered again.
     */
    private void checkCooldowns() {
        Map<String, List<Run>> entries =
                deployment.runs.all().stream()
                        .sorted(Comparator.comparing(Run::startedAt))
                        .collect(Collectors.groupingBy(run -> run.flow() + "/" + run.fan()));
        for (List<Run> runs : entries.values()) {
            Flow flow =
                    deployment
                            .flowStore
                            .find(deployment.project, runs.getFirst().flow())
                            .orElseThrow();
            flow.definition()
                    .reEntry()
                    .cooldown()
                    .ifPresent(period -> check(runs, period.length()));
        }
    }

    private void check(List<Run> runs, Duration cooldown) {
        Instant over = Instant.MIN;
        for (Run run : runs) {
            Instant since = deployment.coolingSince.get(run.key().run());
            if (since == null || run.startedAt().isBefore(over)) {
                violated(Guarantee.ONE_RUN, run, "began during a cooldown, or began none");
                return;
            }
            over = since.plus(cooldown);
        }
    }

    /** An event was answered 2xx, and an active flow listened to it. */
    void checkKept(Simulation.Taken text) {
        Identity identity = deployment.hasher.of(deployment.project, text.from()).identity();
        List<FanId> person =
                deployment
                        .fans
                        .findIdentity(deployment.project, identity)
                        .flatMap(KnownIdentity::fan)
                        .flatMap(id -> deployment.fans.find(deployment.project, id))
                        .map(Fan::ids)
                        .orElse(List.of());
        boolean kept =
                deployment.runs.all().stream()
                        .filter(run -> person.contains(run.fan()))
                        .anyMatch(run -> isOf(run, text));
        boolean coolingDown =
                deployment.events.records().stream()
                        .filter(it -> it.event().id().value().equals("sms:" + text.messageId()))
                        .anyMatch(
                                it ->
                                        it.why() == NotStartedReason.COOLING_DOWN
                                                && it.stoppedBy().isPresent());
        if (!kept && !coolingDown) {
            deployment.violated(Guarantee.EVENT_KEPT, text.messageId() + " has no run");
        }
    }

    /** Events that came in another way and were answered 2xx. */
    void checkKept(Sources sources) {
        Set<String> known =
                Stream.concat(
                                deployment.runs.all().stream().map(Run::event),
                                deployment.events.records().stream().map(EventRecord::event))
                        .map(event -> event.id().value())
                        .collect(Collectors.toSet());
        for (EventId event : sources.taken()) {
            if (!known.contains(event.value())) {
                deployment.violated(Guarantee.EVENT_KEPT, event + " came to nothing");
            }
        }
        for (EventRecord record : deployment.events.records()) {
            if (record.why() == NotStartedReason.NO_FLOW
                    && sources.taken().contains(record.event().id())) {
                deployment.violated(
                        Guarantee.EVENT_KEPT, record.event().id() + " was kept from its flow");
            }
        }
        if (known.stream().filter(it -> it.startsWith("connect:")).count() < sources.connected()) {
            deployment.violated(Guarantee.EVENT_KEPT, "somebody's way back came to nothing");
        }
        sources.detected().forEach(release -> checkKept(release, known));
    }

    private void checkKept(DetectedRelease release, Set<String> known) {
        deployment
                .catalog
                .nextSaves(deployment.project, release.artist(), Optional.empty(), 1000)
                .items()
                .stream()
                .filter(
                        it ->
                                !deployment
                                        .optedInAt
                                        .getOrDefault(it.fan(), it.since())
                                        .isAfter(release.detectedAt()))
                .map(it -> deployment.fans.find(deployment.project, it.fan()))
                .flatMap(Optional::stream)
                .filter(
                        fan ->
                                fan.ids().stream()
                                        .noneMatch(
                                                id ->
                                                        known.contains(
                                                                "release:%s:%s"
                                                                        .formatted(
                                                                                release.id(), id))))
                .forEach(
                        fan ->
                                deployment.violated(
                                        Guarantee.EVENT_KEPT,
                                        release.id() + " did not reach " + fan.id()));
    }

    private boolean isOf(Run run, Simulation.Taken text) {
        Flow flow = deployment.flowStore.find(deployment.project, run.flow()).orElseThrow();
        ReEntry policy = flow.definition().reEntry();
        return flow.definition().trigger().scope().equals(text.keyword())
                && policy.keyFor(run.event().id().value(), run.event().scope())
                        .equals(policy.keyFor("sms:" + text.messageId(), text.keyword()));
    }

    /** When every wait is over. */
    void inTheEnd() {
        for (Run run : deployment.runs.all()) {
            Flow flow = deployment.flowStore.find(deployment.project, run.flow()).orElseThrow();
            deployment.played("trigger " + flow.definition().trigger().type().wireName());
            run.steps().stream()
                    .filter(it -> it.outcome().orElse(null) instanceof StepOutcome.Completed)
                    .forEach(it -> deployment.played("step " + it.type().wireName()));
            if (!run.hasEnded()) {
                violated(Guarantee.NOTHING_DROPPED, run, "has not ended");
            }
            for (int index = 0; index < run.steps().size(); index++) {
                check(run, index);
            }
        }
        checkCounted();
        if (deployment.faults.peaceful()) {
            checkUndisturbed();
        }
        checkBounded(deployment.wakeUps.queue());
        checkBounded(deployment.detectedReleases);
        for (Map.Entry<String, Integer> taken : deployment.carrier.taken().entrySet()) {
            if (taken.getValue() > 1) {
                deployment.violated(
                        Guarantee.SENT_ONCE,
                        taken.getKey() + " was taken " + taken.getValue() + " times");
            }
        }
    }

    private void checkBounded(Queue<?> queue) {
        queue.asked()
                .forEach(
                        (message, times) -> {
                            if (times > Queue.MAX_ASKS) {
                                deployment.violated(
                                        Guarantee.BOUNDED,
                                        message + " was asked for " + times + " times");
                            }
                        });
    }

    /** More may be counted: whoever counts may die before it answers. */
    private void checkCounted() {
        long notDue =
                deployment.observer.facts(RecordingObserver.Fact.WorkRefused.class).stream()
                        .filter(it -> it.why() == RunObserver.Refusal.NOT_DUE)
                        .count();
        long stale =
                deployment.observer.facts(RecordingObserver.Fact.WorkRefused.class).size() - notDue;
        if (notDue < deployment.notDue || stale < deployment.workflow.stale()) {
            deployment.violated(Guarantee.COUNTED, "work was refused, and nobody counted it");
        }
    }

    private void checkUndisturbed() {
        deployment.observer.facts(RecordingObserver.Fact.RunResumed.class).stream()
                .filter(it -> it.cause() == RunObserver.Cause.STALLED)
                .forEach(
                        it ->
                                deployment.violated(
                                        Guarantee.UNDISTURBED, it.run().run() + " was begun anew"));
        for (Run run : deployment.runs.all()) {
            for (RunStep step : run.steps()) {
                step.outcome()
                        .filter(Verdict::isDisturbed)
                        .ifPresent(it -> violated(Guarantee.UNDISTURBED, run, "ended " + it));
            }
        }
    }

    private static boolean isDisturbed(StepOutcome outcome) {
        return outcome instanceof StepOutcome.Unknown
                || (outcome instanceof StepOutcome.Failed
                        && outcome.reason() != Reason.NOT_DELIVERED);
    }

    private void check(Run run, int index) {
        RunStep step = run.step(index);
        Optional<StepOutcome> outcome = step.outcome().filter(StepOutcome::isFinal);
        if (outcome.isEmpty()) {
            violated(Guarantee.NOTHING_DROPPED, run, "step " + index + " has no outcome");
            return;
        }
        Step definition =
                deployment
                        .flowStore
                        .find(deployment.project, run.flow())
                        .orElseThrow()
                        .definition()
                        .steps()
                        .get(index);
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
            violated(Guarantee.TRUE_OUTCOME, run, "step " + index + " is not as it says");
        }
    }
}
