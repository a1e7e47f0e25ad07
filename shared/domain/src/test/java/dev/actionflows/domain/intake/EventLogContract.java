package dev.actionflows.domain.intake;

import static dev.actionflows.domain.testing.Samples.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The contract of {@link EventLog} implementations. */
public abstract class EventLogContract {
    private final Stores stores;
    private final EventLog events;
    private final ProjectId project = Samples.projectId();
    private final FanId fan = Samples.fanId();

    protected EventLogContract(Stores stores) {
        this.stores = stores;
        this.events = stores.events();
    }

    private static FanEvent event(String id, Instant at) {
        return new FanEvent(new EventId(id), TriggerType.RELEASE_PRESAVED, "rel_1", at);
    }

    private EventRecord unmatched(String id, Instant at) {
        return new EventRecord(
                project,
                event(id, at),
                Optional.of(fan),
                Optional.empty(),
                NotStartedReason.NO_FLOW,
                Optional.empty());
    }

    private EventRecord rejected(String id, FlowId flow, Run by) {
        return new EventRecord(
                project,
                event(id, NOW),
                Optional.of(fan),
                Optional.of(flow),
                NotStartedReason.ENTERED_BEFORE,
                Optional.of(by.key().run()));
    }

    @Test
    void the_reason_why_an_event_started_no_run_is_recorded() {
        EventRecord entry = unmatched("api:1", NOW);

        events.record(entry);

        assertThat(events.trace(project, new EventId("api:1")))
                .containsExactly(new EventResult.NotStarted(entry));
        assertThat(events.trace(project, new EventId("api:2"))).isEmpty();
        assertThat(events.trace(Samples.projectId(), new EventId("api:1"))).isEmpty();
    }

    @Test
    void the_cause_of_an_event_is_recorded() {
        Run cause = Samples.run();
        EventRecord entry =
                new EventRecord(
                        project,
                        new FanEvent(
                                new EventId("step:1"),
                                TriggerType.RELEASE_SAVED,
                                "rel_1",
                                NOW,
                                Optional.of(
                                        new Cause(
                                                cause.key().run(),
                                                12,
                                                List.of(cause.flow(), Samples.flowId())))),
                        Optional.of(fan),
                        Optional.of(Samples.flowId()),
                        NotStartedReason.CHAIN_LOOP,
                        Optional.empty());

        events.record(entry);

        assertThat(events.trace(project, new EventId("step:1")))
                .containsExactly(new EventResult.NotStarted(entry));
    }

    @Test
    void an_event_of_an_unknown_fan_is_recorded() {
        EventRecord entry =
                new EventRecord(
                        project,
                        event("igc:1", NOW),
                        Optional.empty(),
                        Optional.empty(),
                        NotStartedReason.NOT_IN_PLAN,
                        Optional.empty());

        events.record(entry);

        assertThat(events.trace(project, new EventId("igc:1")))
                .containsExactly(new EventResult.NotStarted(entry));
    }

    @Test
    void the_first_record_of_an_event_and_flow_is_kept() {
        EventRecord first = unmatched("api:1", NOW);
        events.record(first);

        events.record(unmatched("api:1", NOW.plusSeconds(9)));

        assertThat(events.trace(project, new EventId("api:1")))
                .containsExactly(new EventResult.NotStarted(first));
    }

    @Test
    void an_event_can_be_rejected_by_one_flow_and_start_a_run_of_another() {
        Run run = Samples.run(project, Samples.flowId(), NOW);
        stores.runs().putIfAbsent(run);
        EventRecord rejected = rejected(run.event().id().value(), Samples.flowId(), run);
        events.record(rejected);

        assertThat(events.trace(project, run.event().id()))
                .containsExactlyInAnyOrder(
                        new EventResult.RunStarted(run), new EventResult.NotStarted(rejected));
    }

    @Test
    void the_events_that_a_run_kept_out_are_found_by_the_run() {
        Run run = Samples.run(project, Samples.flowId(), NOW);
        stores.runs().putIfAbsent(run);
        EventRecord one = rejected("api:1", run.flow(), run);
        EventRecord two = rejected("api:2", run.flow(), run);
        events.record(one);
        events.record(two);

        assertThat(events.stoppedBy(run.key())).containsExactlyInAnyOrder(one, two);
        assertThat(events.stoppedBy(Samples.run().key())).isEmpty();
    }

    @Test
    void the_runs_and_rejected_events_of_a_fan_are_listed_newest_first() {
        Run run = Samples.run(project, Samples.flowId(), NOW);
        stores.runs().putIfAbsent(run);
        EventRecord older = ofFan(run.fan(), "api:1", NOW.minusSeconds(5));
        EventRecord newer = ofFan(run.fan(), "api:2", NOW.plusSeconds(5));
        events.record(older);
        events.record(newer);
        events.record(unmatched("api:3", NOW));

        List<EventResult> all = events.latest(project, run.fan(), Optional.empty(), 10);
        assertThat(all)
                .containsExactly(
                        new EventResult.NotStarted(newer),
                        new EventResult.RunStarted(run),
                        new EventResult.NotStarted(older));
        assertThat(events.latest(project, run.fan(), Optional.empty(), 2))
                .isEqualTo(all.subList(0, 2));
        assertThat(events.latest(project, run.fan(), Optional.of(all.get(1).place()), 10))
                .isEqualTo(all.subList(2, 3));
    }

    private EventRecord ofFan(FanId owner, String id, Instant at) {
        return new EventRecord(
                project,
                event(id, at),
                Optional.of(owner),
                Optional.empty(),
                NotStartedReason.NO_FLOW,
                Optional.empty());
    }
}
