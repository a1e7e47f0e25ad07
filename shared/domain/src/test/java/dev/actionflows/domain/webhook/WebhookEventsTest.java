package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class WebhookEventsTest {
    private static final Instant AT = Samples.NOW.plusSeconds(3);

    private final Run run = Samples.run();
    private final RunSnapshot started = RunSnapshot.of(run);

    private static RunSnapshot with(RunSnapshot run, RunStatus status, long revision) {
        return new RunSnapshot(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.test(),
                status.name(),
                revision,
                run.startedAt(),
                Optional.of(Samples.NOW.plusSeconds(2)),
                List.of(
                        new RunSnapshot.Step(
                                "send_text", Optional.of("completed"), Optional.of("accepted"))));
    }

    private static List<WebhookEventType> types(List<WebhookEvent> events) {
        return events.stream().map(WebhookEvent::type).toList();
    }

    @Test
    void a_new_run_has_started() {
        List<WebhookEvent> events = WebhookEvents.ofRun(Optional.empty(), started, AT);

        assertThat(types(events)).containsExactly(WebhookEventType.RUN_STARTED);
        assertThat(events.getFirst().id().at()).isEqualTo(AT);
        assertThat(events.getFirst().project()).isEqualTo(run.key().project());
    }

    @Test
    void each_end_of_a_run_is_reported_with_what_became_of_its_steps() {
        RunSnapshot ended = with(started, RunStatus.COMPLETED, 7);

        List<WebhookEvent> events = WebhookEvents.ofRun(Optional.of(started.status()), ended, AT);

        assertThat(types(events)).containsExactly(WebhookEventType.RUN_COMPLETED);
        assertThat(events.getFirst().document())
                .containsEntry("type", "run.completed")
                .containsEntry("timestamp", "2026-11-02T12:00:03.123Z");
        assertThat(events.getFirst().data())
                .containsEntry("projectId", run.key().project().value())
                .containsEntry("runId", run.key().run().value())
                .containsEntry("flowId", run.flow().value())
                .containsEntry("fanId", run.fan().value())
                .containsEntry("status", "COMPLETED")
                .containsEntry("test", false)
                .containsEntry("startedAt", "2026-11-02T12:00:00.123Z")
                .containsEntry("endedAt", "2026-11-02T12:00:02.123Z")
                .containsEntry(
                        "steps",
                        List.of(
                                Map.of(
                                        "type", "send_text",
                                        "outcome", "completed",
                                        "reason", "accepted")));
        assertThat(
                        types(
                                WebhookEvents.ofRun(
                                        Optional.of(ended.status()),
                                        with(ended, RunStatus.FAILED, 8),
                                        AT)))
                .containsExactly(WebhookEventType.RUN_FAILED);
        assertThat(
                        types(
                                WebhookEvents.ofRun(
                                        Optional.of(started.status()),
                                        with(ended, RunStatus.CANCELLED, 8),
                                        AT)))
                .containsExactly(WebhookEventType.RUN_CANCELLED);
    }

    @Test
    void a_change_that_ends_nothing_is_not_reported() {
        RunSnapshot ended = with(started, RunStatus.FAILED, 7);

        assertThat(WebhookEvents.ofRun(Optional.of(started.status()), started, AT)).isEmpty();
        assertThat(
                        WebhookEvents.ofRun(
                                Optional.of(started.status()),
                                with(started, RunStatus.WAITING, 2),
                                AT))
                .isEmpty();
        assertThat(
                        WebhookEvents.ofRun(
                                Optional.of(ended.status()), with(ended, RunStatus.FAILED, 8), AT))
                .isEmpty();
        assertThat(
                        WebhookEvents.ofRun(
                                Optional.of(ended.status()), with(ended, RunStatus.RUNNING, 8), AT))
                .isEmpty();
    }

    @Test
    void the_same_change_has_the_same_ids_and_another_change_has_others() {
        RunSnapshot failed = with(started, RunStatus.FAILED, 7);
        RunSnapshot again = with(started, RunStatus.FAILED, 12);

        List<WebhookEvent> events = WebhookEvents.ofRun(Optional.of(started.status()), failed, AT);

        assertThat(WebhookEvents.ofRun(Optional.of(started.status()), failed, AT))
                .isEqualTo(events);
        assertThat(WebhookEvents.ofRun(Optional.of(started.status()), again, AT).getFirst().id())
                .isNotEqualTo(events.getFirst().id());
        assertThat(WebhookEvents.ofRun(Optional.empty(), failed, AT))
                .extracting(WebhookEvent::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void every_run_becomes_a_snapshot() {
        AnyRun any = new AnyRun(72);
        for (int number = 0; number < 100; number++) {
            Run next = any.next();

            List<WebhookEvent> events =
                    WebhookEvents.ofRun(Optional.empty(), RunSnapshot.of(next), AT);

            boolean ended =
                    next.status() != RunStatus.RUNNING && next.status() != RunStatus.WAITING;
            assertThat(events).hasSize(ended ? 2 : 1);
        }
    }

    @Test
    void fans_are_reported_by_their_ids_alone() {
        FanId fan = Samples.fanId();
        FanId kept = Samples.fanId();

        assertThat(WebhookEvents.fanCreated(run.key().project(), fan, AT).data())
                .isEqualTo(Map.of("projectId", run.key().project().value(), "fanId", fan.value()));
        assertThat(WebhookEvents.fanMerged(run.key().project(), fan, kept, AT).data())
                .isEqualTo(
                        Map.of(
                                "projectId", run.key().project().value(),
                                "fanId", fan.value(),
                                "mergedInto", kept.value()));
        assertThat(WebhookEvents.fanErased(run.key().project(), fan, AT).type())
                .isEqualTo(WebhookEventType.FAN_ERASED);
    }

    private AddressSnapshot address(
            Optional<FanId> fan, Optional<String> consent, boolean stopped) {
        return new AddressSnapshot(
                run.key().project(),
                new Identity(Identity.Kind.PHONE, "hash"),
                fan,
                stopped,
                stopped ? Optional.of(AT) : Optional.empty(),
                consent);
    }

    @Test
    void consents_and_stops_of_known_fans_are_reported_without_the_address() {
        Optional<FanId> fan = Optional.of(Samples.fanId());
        AddressSnapshot known = address(fan, Optional.empty(), false);
        AddressSnapshot agreed = address(fan, Optional.of("SM1"), false);
        AddressSnapshot stopped = address(fan, Optional.of("SM1"), true);

        List<WebhookEvent> given = WebhookEvents.ofAddress(Optional.of(known), agreed, AT);
        assertThat(types(given)).containsExactly(WebhookEventType.CONSENT_GIVEN);
        assertThat(given.getFirst().data())
                .isEqualTo(
                        Map.of(
                                "projectId",
                                run.key().project().value(),
                                "fanId",
                                fan.get().value(),
                                "kind",
                                "phone"));
        assertThat(given.getFirst().id().value()).doesNotContain("hash");
        assertThat(types(WebhookEvents.ofAddress(Optional.of(agreed), stopped, AT)))
                .containsExactly(WebhookEventType.CONSENT_STOPPED);
        assertThat(WebhookEvents.ofAddress(Optional.of(stopped), stopped, AT)).isEmpty();
        assertThat(WebhookEvents.ofAddress(Optional.of(stopped), agreed, AT)).isEmpty();
        assertThat(types(WebhookEvents.ofAddress(Optional.empty(), agreed, AT)))
                .containsExactly(WebhookEventType.CONSENT_GIVEN);
        assertThat(
                        WebhookEvents.ofAddress(
                                Optional.empty(),
                                address(Optional.empty(), Optional.of("SM1"), true),
                                AT))
                .isEmpty();
    }

    @Test
    void a_consent_that_lifts_no_stop_is_not_reported() {
        Optional<FanId> fan = Optional.of(Samples.fanId());
        AddressSnapshot stopped = address(fan, Optional.empty(), true);
        AddressSnapshot agreed = address(fan, Optional.of("SM1"), true);
        AddressSnapshot lifted = address(fan, Optional.of("SM2"), false);

        assertThat(WebhookEvents.ofAddress(Optional.of(stopped), agreed, AT)).isEmpty();
        assertThat(types(WebhookEvents.ofAddress(Optional.of(agreed), lifted, AT)))
                .containsExactly(WebhookEventType.CONSENT_GIVEN);
    }

    @Test
    void ids_sort_by_time_and_name_it() {
        WebhookEventId early = WebhookEventId.of(Instant.EPOCH, "z");
        WebhookEventId late = WebhookEventId.of(AT, "a");

        assertThat(early.value()).isLessThan(late.value());
        assertThat(late.at()).isEqualTo(AT);
        assertThat(WebhookEventId.parse(late.value())).contains(late);
        assertThat(WebhookEventId.parse(late.value() + "0")).isEmpty();
    }
}
