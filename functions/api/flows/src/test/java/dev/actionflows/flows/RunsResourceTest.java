package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;
import dev.actionflows.domain.messaging.quiethours.ZoneSource;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepClaim;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.trigger.TriggerType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class RunsResourceTest {
    private static final Instant STARTED = Instant.parse("2026-11-02T12:00:01.234Z");
    private static final Instant ENDED = Instant.parse("2026-11-02T12:00:02Z");

    private final ApiWorld api = new ApiWorld();

    @Test
    void the_steps_of_a_new_run_have_no_outcome() {
        Answer answer = api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN));

        assertThat(answer.json())
                .containsEntry("id", ApiWorld.RUN)
                .containsEntry("flowId", ApiWorld.FLOW)
                .containsEntry("flowVersion", 1L)
                .containsEntry("fanId", ApiWorld.FAN)
                .containsEntry("status", "RUNNING")
                .containsEntry("startedAt", "2026-11-02T12:00:00.000Z")
                .containsEntry("endedAt", null);
        assertThat(answer.list("steps").getFirst())
                .containsEntry("index", 0L)
                .containsEntry("type", "pre_save")
                .containsEntry("outcome", null)
                .containsEntry("reason", null)
                .containsEntry("startedAt", null)
                .containsEntry("endedAt", null)
                .containsEntry("attempts", 0L)
                .doesNotContainKey("waitingUntil");
    }

    @Test
    void each_outcome_is_shown_with_its_reason_and_times() {
        store(
                RunStatus.WAITING,
                step(new StepOutcome.Completed(Reason.SAVED)),
                step(new StepOutcome.Skipped(Reason.STOPPED)),
                step(new StepOutcome.Unknown(Reason.NO_ANSWER)),
                step(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER)),
                step(
                        new StepOutcome.Waiting(
                                Reason.NOT_CONNECTED,
                                Optional.of(Requirement.phoneNumber()),
                                Instant.parse("2026-12-02T12:00:00Z"),
                                false)));

        Answer answer = api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN));

        assertThat(answer.json()).containsEntry("status", "WAITING");
        assertThat(answer.list("steps"))
                .extracting(step -> step.get("outcome") + " " + step.get("reason"))
                .containsExactly(
                        "COMPLETED saved",
                        "SKIPPED stopped",
                        "UNKNOWN no_answer",
                        "FAILED unreachable_number",
                        "WAITING not_connected");
        assertThat(answer.list("steps").getFirst())
                .containsEntry("startedAt", "2026-11-02T12:00:01.234Z")
                .containsEntry("endedAt", "2026-11-02T12:00:02.000Z")
                .containsEntry("attempts", 2L);
        assertThat(answer.list("steps").getLast())
                .containsEntry("endedAt", null)
                .containsEntry("waitingUntil", "2026-12-02T12:00:00.000Z");
    }

    @Test
    void what_permitted_a_message_is_shown() {
        QuietHoursEvidence evidence =
                new QuietHoursEvidence(
                        List.of("US", "US-TX"),
                        "2026-11-27",
                        List.of(ZoneId.of("America/Chicago")),
                        ZoneSource.NUMBER,
                        "libphonenumber 9");
        StepOutcome accepted = new StepOutcome.Completed(Reason.ACCEPTED);
        store(
                RunStatus.COMPLETED,
                step(accepted, permit("SM1", new SendingHours.Open(evidence))),
                step(accepted, permit("SM2", new SendingHours.Answer())),
                step(accepted, permit("api:3", new SendingHours.Unrestricted())),
                step(
                        accepted,
                        new SendPermit(
                                new SendPermit.Basis.LastMessage(STARTED),
                                new SendingHours.Unrestricted())),
                step(
                        accepted,
                        new SendPermit(
                                new SendPermit.Basis.Comment("17858893269123456"),
                                new SendingHours.Unrestricted())),
                step(new StepOutcome.Skipped(Reason.STOPPED)));

        assertThat(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).list("steps"))
                .extracting(step -> step.get("permittedBy"))
                .containsExactly(
                        Map.of(
                                "consent",
                                "SM1",
                                "quietHours",
                                Map.of(
                                        "rules", List.of("US", "US-TX"),
                                        "rulesVersion", "2026-11-27",
                                        "timeZones", List.of("America/Chicago"),
                                        "timeZoneSource", "number",
                                        "areasVersion", "libphonenumber 9")),
                        Map.of("consent", "SM2", "quietHours", Map.of("exemption", "answer")),
                        Map.of("consent", "api:3"),
                        Map.of("lastMessageAt", "2026-11-02T12:00:01.234Z"),
                        Map.of("commentId", "17858893269123456"),
                        null);
    }

    private static SendPermit permit(String consent, SendingHours hours) {
        return new SendPermit(new SendPermit.Basis.Consent(consent), hours);
    }

    @Test
    void internal_fields_of_a_run_are_not_shown() {
        store(RunStatus.RUNNING, step(new StepOutcome.Completed(Reason.SAVED)));

        assertThat(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).body())
                .doesNotContain("execution-token", "nonce", "epoch", "revision");
    }

    @Test
    void the_runs_of_a_flow_are_listed() {
        Answer runs = api.send(Call.get("/v1/flows/{flowId}/runs", ApiWorld.FLOW));

        Map<String, Object> run =
                new HashMap<>(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).json());
        run.remove("keptOut");
        run.remove("ledTo");
        run.remove("links");
        assertThat(runs.list("items")).containsExactly(run);
        assertThat(api.send(Call.get("/v1/flows/{flowId}/runs", ApiWorld.DRAFT)).list("items"))
                .isEqualTo(List.<Map<String, Object>>of());
    }

    @Test
    void a_run_shows_who_followed_the_links_in_its_messages() {
        store(RunStatus.RUNNING, step(new StepOutcome.Completed(Reason.ACCEPTED)));
        String message =
                new StepKey(new RunKey(api.world.project, new RunId(ApiWorld.RUN)), 0).messageKey();
        LinkCode code = LinkCode.of(message);
        api.world.ports.links.put(code, message, Set.of(LinkTarget.CONNECT), Optional.empty(), 1);
        api.world.ports.links.open(code, Instant.parse("2026-11-02T12:00:00Z"));
        api.world.ports.links.open(code, Instant.parse("2026-11-02T12:00:01Z"));
        api.world.ports.links.click(code, Instant.parse("2026-11-02T12:00:02Z"));

        assertThat(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).list("links"))
                .containsExactly(
                        Map.of(
                                "step", 0L,
                                "openings", 2L,
                                "firstOpenedAt", "2026-11-02T12:00:00.000Z",
                                "clicks", 1L,
                                "firstClickedAt", "2026-11-02T12:00:02.000Z"));
    }

    @Test
    void a_run_shows_what_its_steps_led_to_and_such_an_event_its_cause() {
        store(RunStatus.RUNNING, step(new StepOutcome.Completed(Reason.REGISTERED)));
        RunId run = new RunId(ApiWorld.RUN);
        FlowId flow = new FlowId(ApiWorld.FLOW);
        FanEvent event =
                new FanEvent(
                        OutcomeEvent.idOf(run, 0, TriggerType.RELEASE_PRESAVED, ApiWorld.RELEASE),
                        TriggerType.RELEASE_PRESAVED,
                        ApiWorld.RELEASE,
                        api.world.clock.instant(),
                        Optional.of(new Cause(run, 0, List.of(flow))));
        api.world.events.record(
                new EventRecord(
                        api.world.project,
                        event,
                        Optional.of(new FanId(ApiWorld.FAN)),
                        Optional.of(flow),
                        NotStartedReason.CHAIN_LOOP,
                        Optional.empty()));

        assertThat(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).list("ledTo"))
                .singleElement()
                .satisfies(
                        entry ->
                                assertThat(entry)
                                        .containsEntry("reason", "chain_loop")
                                        .containsEntry("flowId", ApiWorld.FLOW));
        assertThat(
                        api.send(Call.get("/v1/events/{eventId}", event.id().value()))
                                .json()
                                .get("cause"))
                .isEqualTo(
                        Map.of(
                                "runId",
                                ApiWorld.RUN,
                                "step",
                                0L,
                                "flowIds",
                                List.of(ApiWorld.FLOW)));
    }

    @Test
    void a_run_lists_the_events_that_it_blocked_and_each_names_the_run() {
        FanEvent event =
                new FanEvent(
                        new EventId("sms:SM2"),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        api.world.clock.instant().plusSeconds(5));
        api.world.events.record(
                new EventRecord(
                        api.world.project,
                        event,
                        Optional.of(new FanId(ApiWorld.FAN)),
                        Optional.of(new FlowId(ApiWorld.FLOW)),
                        NotStartedReason.ENTERED_BEFORE,
                        Optional.of(new RunId(ApiWorld.RUN))));

        Answer run = api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN));
        Answer shownEvent = api.send(Call.get("/v1/events/{eventId}", "sms%3ASM2"));
        Answer timeline = api.send(Call.get("/v1/fans/{fanId}/timeline", ApiWorld.FAN));

        assertThat(run.list("keptOut"))
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("reason", "entered_before"));
        assertThat(shownEvent.list("results"))
                .singleElement()
                .satisfies(
                        result ->
                                assertThat(result)
                                        .containsEntry("runId", ApiWorld.RUN)
                                        .containsEntry("reason", "entered_before"));
        assertThat(timeline.list("items"))
                .extracting(it -> it.get("reason"))
                .containsExactly("entered_before", null);
    }

    @Test
    void a_timeline_is_read_page_by_page() {
        for (int number = 0; number < 5; number++) {
            api.world.events.record(
                    new EventRecord(
                            api.world.project,
                            new FanEvent(
                                    new EventId("api:" + number),
                                    TriggerType.EMAIL_OPTED_IN,
                                    "project",
                                    api.world.clock.instant().plusSeconds(number)),
                            Optional.of(new FanId(ApiWorld.FAN)),
                            Optional.empty(),
                            NotStartedReason.NO_FLOW,
                            Optional.empty()));
        }
        Call first = Call.get("/v1/fans/{fanId}/timeline", ApiWorld.FAN).query("limit", "4");

        Answer page = api.send(first);
        Answer rest = api.send(first.query("cursor", page.text("next")));

        assertThat(page.list("items")).hasSize(4);
        assertThat(rest.list("items")).hasSize(2);
        assertThat(rest.json()).containsEntry("next", null);
        assertThat(api.send(first.query("cursor", "bm90aGluZw")).status()).isEqualTo(400);
    }

    private void store(RunStatus status, RunStep... steps) {
        RunKey key = new RunKey(api.world.project, new RunId(ApiWorld.RUN));
        Run run = api.world.run(key);
        api.world.ledger.replace(
                run, Runs.copyOf(run).status(status).steps(List.of(steps)).build());
    }

    private static RunStep step(StepOutcome outcome) {
        return step(outcome, Optional.empty());
    }

    private static RunStep step(StepOutcome outcome, SendPermit permit) {
        return step(outcome, Optional.of(permit));
    }

    private static RunStep step(StepOutcome outcome, Optional<SendPermit> permit) {
        return new RunStep(
                StepType.SEND_TEXT,
                Optional.of(outcome),
                Optional.of(STARTED),
                outcome.isFinal() ? Optional.of(ENDED) : Optional.empty(),
                2,
                Optional.of(new StepClaim("execution-token", "nonce", ENDED)),
                Optional.empty(),
                Optional.of("execution-token"),
                permit,
                false);
    }

    private List<@Nullable Object> listed(String... query) {
        Call call = Call.get("/v1/flows/{flowId}/runs", ApiWorld.FLOW);
        for (int index = 0; index < query.length; index += 2) {
            call.query(query[index], query[index + 1]);
        }
        return api.send(call).list("items").stream()
                .<@Nullable Object>map(it -> it.get("id"))
                .toList();
    }

    @Test
    void runs_are_listed_by_status_and_by_outcome_and_reason_of_the_same_step() {
        api.withFailedRun();
        store(
                RunStatus.WAITING,
                step(new StepOutcome.Skipped(Reason.STOPPED)),
                step(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER)));

        assertThat(listed()).containsExactlyInAnyOrder(ApiWorld.RUN, ApiWorld.FAILED_RUN);
        assertThat(listed("status", "WAITING")).containsExactly(ApiWorld.RUN);
        assertThat(listed("status", "CANCELLED")).isEmpty();
        assertThat(listed("outcome", "FAILED"))
                .containsExactlyInAnyOrder(ApiWorld.RUN, ApiWorld.FAILED_RUN);
        assertThat(listed("outcome", "FAILED", "reason", "forbidden"))
                .containsExactly(ApiWorld.FAILED_RUN);
        assertThat(listed("outcome", "FAILED", "reason", "stopped")).isEmpty();
        assertThat(listed("reason", "stopped", "status", "WAITING")).containsExactly(ApiWorld.RUN);
    }

    @Test
    void what_no_run_can_have_is_rejected_all_at_once() {
        Answer answer =
                api.send(
                        Call.get("/v1/flows/{flowId}/runs", ApiWorld.FLOW)
                                .query("status", "ENDED")
                                .query("outcome", "failed")
                                .query("reason", "because"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/status", "/outcome", "/reason");
    }
}
