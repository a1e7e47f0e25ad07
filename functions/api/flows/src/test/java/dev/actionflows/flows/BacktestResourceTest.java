package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class BacktestResourceTest {
    private static final String BACKTEST = "/v1/flows/{flowId}/backtest";

    private final ApiWorld api = new ApiWorld();
    private final FanId fan = api.world.fan(new PhoneNumber("+14155550199"));

    BacktestResourceTest() {
        api.world.clock.advance(Duration.ofDays(1));
        text(fan, "SM21");
        api.world.clock.advance(Duration.ofDays(1));
    }

    /** The fan texts the keyword of the active flow. */
    private void text(FanId who, String id) {
        FanEvent event =
                new FanEvent(
                        new EventId("sms:" + id),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        api.world.clock.instant());
        api.world.intake.take(
                new EventFan(api.world.project, who, Set.of()),
                event,
                List.of(
                        TriggerClaim.of(
                                api.world
                                        .flowStore
                                        .find(api.world.project, new FlowId(ApiWorld.FLOW))
                                        .orElseThrow())));
    }

    private Answer play(Map<String, ?> more) {
        return play(ApiWorld.FLOW, more);
    }

    private Answer play(String flow, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("from", "2026-11-03T00:00:00Z");
        return api.send(Call.post(BACKTEST, flow).body(body));
    }

    private static Map<String, Object> document(String keyword) {
        return Map.of(
                "name", "Thanks",
                "trigger", Map.of("type", "sms.keyword", "keyword", keyword),
                "steps", List.of(Map.of("type", "send_text", "text", "Thanks!")));
    }

    @Test
    void the_flow_itself_is_played_by_default() {
        Answer answer = play(Map.of());

        assertThat(answer.json())
                .containsEntry("flowVersion", 1L)
                .containsEntry("fans", 1L)
                .containsEntry("next", null)
                .containsEntry("playedBackTo", "2026-11-03T00:00:00.000Z");
        assertThat(answer.list("runs").getFirst())
                .containsEntry("fanId", fan.value())
                .containsEntry("status", "WAITING")
                .containsEntry("startedAt", "2026-11-03T12:00:00.000Z");
    }

    @Test
    void a_document_is_played_and_compared_with_what_happened() {
        Answer answer = play(Map.of("flow", document("PRESAVE")));

        assertThat(answer.json()).containsEntry("flowVersion", null);
        assertThat(answer.json().get("totals"))
                .asInstanceOf(MAP)
                .containsEntry("runs", 1L)
                .containsEntry("parts", 1L)
                .containsEntry("credits", 1L)
                .containsEntry("messages", Map.of("text", 1L));
        assertThat(answer.json().get("difference"))
                .asInstanceOf(MAP)
                .containsEntry("comparedWith", "recorded_runs")
                .containsEntry("unchangedFans", 0L)
                .extractingByKey("gained", LIST)
                .first()
                .asInstanceOf(MAP)
                .containsEntry("fans", 1L)
                .containsEntry("examples", List.of(fan.value()));
        assertThat(api.world.ports.texts.handedOver()).isEmpty();
    }

    @Test
    void an_event_that_does_not_fire_the_trigger_is_ignored() {
        join("tour");

        Answer answer = play(ApiWorld.DRAFT, Map.of("flow", document("TICKETS")));

        assertThat(answer.json()).containsEntry("fans", 0L).containsEntry("ignored", 2L);
        assertThat(answer.json().get("difference"))
                .asInstanceOf(MAP)
                .extractingByKey("lost", LIST)
                .isEmpty();
    }

    @Test
    void an_event_of_somebody_who_is_no_fan_is_counted_and_not_played() {
        api.world.intake.ignored(
                api.world.project,
                Optional.empty(),
                new FanEvent(
                        new EventId("sms:SM41"),
                        TriggerType.SMS_KEYWORD,
                        "tickets",
                        api.world.clock.instant()),
                NotStartedReason.NO_FLOW);
        api.world.clock.advance(Duration.ofMinutes(2));

        Answer answer = play(ApiWorld.DRAFT, Map.of("flow", document("TICKETS")));

        assertThat(answer.json()).containsEntry("fans", 0L).containsEntry("strangers", 1L);
        assertThat(answer.list("assumptions")).extracting("name").contains("strangers_left_out");
    }

    @Test
    void what_a_fan_got_by_another_trigger_is_lost() {
        Flow flow = join("tour");

        Answer answer = play(flow.id().value(), Map.of("flow", document("TICKETS")));

        assertThat(answer.json()).containsEntry("fans", 1L).containsEntry("ignored", 2L);
        assertThat(answer.json().get("difference"))
                .asInstanceOf(MAP)
                .containsEntry("gained", List.of())
                .extractingByKey("lost", LIST)
                .first()
                .asInstanceOf(MAP)
                .containsEntry("fans", 1L)
                .containsEntry("examples", List.of(fan.value()));
    }

    /** The fan texts the keyword of a flow that is active now, and joins its segment. */
    private Flow join(String keyword) {
        Flow flow =
                api.world.activeFlow(
                        keyword,
                        OnFailure.CONTINUE,
                        new AddToSegmentStep(new SegmentId(ApiWorld.SEGMENT)));
        Run run = api.world.startRun(flow, fan, "SM31");
        new StateMachine(api.world.clock)
                .with(
                        StepType.ADD_TO_SEGMENT,
                        api.world.application.steps().runner(StepType.ADD_TO_SEGMENT))
                .execute(run);
        api.world.clock.advance(Duration.ofMinutes(2));
        return flow;
    }

    @Test
    void a_trigger_whose_events_are_not_always_stored_is_named() {
        Map<String, Object> document = new HashMap<>(document("PRESAVE"));
        document.put("trigger", Map.of("type", "release.saved", "releaseId", ApiWorld.RELEASE));

        assertThat(play(ApiWorld.DRAFT, Map.of("flow", document)).list("assumptions"))
                .extracting("name")
                .contains("events_as_stored");
        assertThat(play(Map.of()).list("assumptions"))
                .extracting("name")
                .doesNotContain("events_as_stored");
    }

    @Test
    void a_draft_is_compared_with_its_own_document() {
        Answer answer =
                api.send(
                        Call.post(BACKTEST, ApiWorld.DRAFT)
                                .body(
                                        Map.of(
                                                "from",
                                                "2026-11-03T00:00:00Z",
                                                "flow",
                                                document("PRESAVE"))));

        assertThat(answer.json().get("difference"))
                .asInstanceOf(MAP)
                .containsEntry("comparedWith", "stored_flow");
        assertThat(answer.json()).containsEntry("fans", 1L);
    }

    @Test
    void each_fan_is_played_on_one_page() {
        FanId other = api.world.fan(new PhoneNumber("+14155550198"));
        text(other, "SM22");
        api.world.clock.advance(Duration.ofMinutes(1));
        text(fan, "SM23");
        api.world.clock.advance(Duration.ofMinutes(2));

        Answer first = play(Map.of("limit", 1));
        // it is after the period, so the fan stays where the first part had the fan
        text(other, "SM24");
        api.world.clock.advance(Duration.ofMinutes(2));
        Answer second = next(first, first);
        Answer third = next(first, second);

        assertThat(first.list("runs")).extracting("fanId").containsOnly(fan.value()).hasSize(2);
        assertThat(second.list("runs")).extracting("fanId").containsExactly(other.value());
        assertThat(third.json()).containsEntry("fans", 0L).containsEntry("next", null);
    }

    private Answer next(Answer first, Answer before) {
        return play(Map.of("limit", 1, "to", first.text("to"), "cursor", before.text("next")));
    }

    @Test
    void what_is_not_listed_yet_is_after_the_period() {
        text(fan, "SM22");

        assertThat(play(Map.of()).json())
                .containsEntry("to", "2026-11-04T11:59:00.000Z")
                .extractingByKey("totals", MAP)
                .containsEntry("runs", 1L);
    }

    @Test
    void a_cursor_goes_with_the_period_of_the_first_part() {
        Answer first = play(Map.of("limit", 1));
        Map<String, Object> rest = Map.of("cursor", first.text("next"));

        Answer withoutEnd = play(rest);
        Answer ofEarlierDays =
                play(
                        Map.of(
                                "cursor",
                                first.text("next"),
                                "from",
                                "2026-11-01T00:00:00Z",
                                "to",
                                "2026-11-02T00:00:00Z"));

        assertThat(withoutEnd.status()).isEqualTo(400);
        assertThat(withoutEnd.pointers()).containsExactly("/to");
        assertThat(ofEarlierDays.pointers()).containsExactly("/cursor");
    }

    @Test
    void a_backtest_that_began_in_time_is_played_to_its_end() {
        Answer first = play(Map.of("limit", 1));
        api.world.clock.advance(Duration.ofDays(90));

        assertThat(play(Map.of("to", first.text("to"))).pointers()).containsExactly("/from");
        assertThat(next(first, first).status()).isEqualTo(200);
    }

    @Test
    void a_period_is_bounded() {
        assertThat(play(Map.of("from", "2026-10-01T00:00:00Z")).pointers())
                .containsExactly("/from");
        assertThat(
                        play(Map.of("from", "2026-08-01T00:00:00Z", "to", "2026-08-02T00:00:00Z"))
                                .pointers())
                .containsExactly("/from");
        assertThat(play(Map.of("to", "2027-01-01T00:00:00Z")).pointers())
                .containsExactlyInAnyOrder("/to", "/from");
    }

    /** A part may be larger than what can be kept. */
    @Test
    void nothing_is_kept_under_an_idempotency_key() {
        Call call =
                Call.post(BACKTEST, ApiWorld.FLOW)
                        .body(Map.of("from", "2026-11-01T00:00:00Z"))
                        .header("Idempotency-Key", "a");

        assertThat(new ApiWorld(new BusyRequests()).send(call).status()).isEqualTo(200);
        assertThat(api.send(call).headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(api.send(call).headers()).doesNotContainKey("Idempotency-Replayed");
    }
}
