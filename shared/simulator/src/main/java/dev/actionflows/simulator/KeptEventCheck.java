package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.Run;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that every event that was answered with 2xx is recorded and reached its flow. */
final class KeptEventCheck {
    private final Deployment deployment;
    private final ViolationLog violations;

    KeptEventCheck(Deployment deployment) {
        this.deployment = deployment;
        this.violations = deployment.violations;
    }

    /** An event was answered with 2xx while an active flow listened to it. */
    void check(AcknowledgedText text) {
        List<FanId> fan =
                deployment
                        .stored
                        .fanOf(text.from())
                        .flatMap(id -> deployment.memory.fans.find(SampleProject.ID, id))
                        .map(Fan::ids)
                        .orElse(List.of());
        boolean kept =
                deployment.runs.all().stream()
                        .filter(run -> fan.contains(run.fan()))
                        .anyMatch(run -> isOf(run, text));
        boolean coolingDown =
                deployment.memory.events.records().stream()
                        .filter(it -> it.event().id().value().equals("sms:" + text.messageId()))
                        .anyMatch(
                                it ->
                                        it.why() == NotStartedReason.COOLING_DOWN
                                                && it.stoppedBy().isPresent());
        if (!kept && !coolingDown) {
            violations.add(Guarantee.EVENT_KEPT, text.messageId() + " has no run");
        }
    }

    private boolean isOf(Run run, AcknowledgedText text) {
        Flow flow = deployment.stored.flowOf(run);
        ReEntry policy = flow.definition().reEntry();
        return flow.definition().trigger().scope().equals(text.keyword())
                && policy.keyFor(run.event().id().value(), run.event().scope())
                        .equals(policy.keyFor("sms:" + text.messageId(), text.keyword()));
    }

    /** Events from other sources that were answered with 2xx. */
    void check(Sources sources) {
        Set<String> known =
                Stream.concat(
                                deployment.runs.all().stream().map(Run::event),
                                deployment.memory.events.records().stream().map(EventRecord::event))
                        .map(event -> event.id().value())
                        .collect(Collectors.toSet());
        for (EventId event : sources.acknowledged()) {
            if (!known.contains(event.value())) {
                violations.add(Guarantee.EVENT_KEPT, event + " was lost");
            }
        }
        for (EventRecord record : deployment.memory.events.records()) {
            if (record.why() == NotStartedReason.NO_FLOW
                    && sources.acknowledged().contains(record.event().id())) {
                violations.add(
                        Guarantee.EVENT_KEPT, record.event().id() + " did not reach its flow");
            }
        }
        if (known.stream().filter(it -> it.startsWith("connect:")).count() < sources.connected()) {
            violations.add(Guarantee.EVENT_KEPT, "the return of a connected fan was lost");
        }
        sources.detected().forEach(release -> check(release, known));
    }

    private void check(DetectedRelease release, Set<String> known) {
        NextSaveFans.of(deployment, release).stream()
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
                                violations.add(
                                        Guarantee.EVENT_KEPT,
                                        release.id() + " did not reach " + fan.id()));
    }
}
