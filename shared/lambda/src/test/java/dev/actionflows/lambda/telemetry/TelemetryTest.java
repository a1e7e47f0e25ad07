package dev.actionflows.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.analytics.FunnelStage;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.embed.EmbedObserver.CodeResult;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver.Cause;
import dev.actionflows.domain.run.RunObserver.Refusal;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageCount;
import dev.actionflows.domain.usage.UsageKey;
import dev.actionflows.lambda.telemetry.Lines.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

class TelemetryTest {
    private static final Map<String, String> TOTAL = Map.of("Deployment", MeasuredWorld.DEPLOYMENT);

    private final MeasuredWorld measured = new MeasuredWorld();
    private final Lines lines = measured.lines;

    private static Point count(String metric, Map<String, String> dimensions) {
        return new Point(metric, "Count", dimensions, 1);
    }

    private static Map<String, String> by(String name, String value) {
        return Map.of("Deployment", MeasuredWorld.DEPLOYMENT, name, value);
    }

    private static Map<String, String> by(String first, String one, String second, String other) {
        return Map.of("Deployment", MeasuredWorld.DEPLOYMENT, first, one, second, other);
    }

    /** A run whose start has been removed from the lines. */
    private Run startedRun(OnFailure onFailure) {
        measured.followAndText(onFailure, "Thank you");
        measured.receive("SM1", "presave");
        lines.clear();
        return measured.started();
    }

    @Test
    void an_event_is_counted_by_trigger_and_result() {
        measured.followAndText(OnFailure.CONTINUE, "Thank you");

        measured.receive("SM1", "presave");
        measured.world.clock.advance(Duration.ofSeconds(1));
        measured.receive("SM1", "presave");
        measured.receive("SM2", "who are you?");
        measured.receive("SM3", "STOP");
        measured.receive("SM4", "START");
        measured.receive("SM5", "HELP");

        assertThat(lines.points("EventsReceived"))
                .filteredOn(point -> point.dimensions().containsKey("Trigger"))
                .containsExactly(
                        event("RUN_STARTED"),
                        event("DUPLICATE"),
                        event("NO_FLOW"),
                        event("STOPPED"),
                        event("RESTARTED"),
                        event("HELP"));
        assertThat(lines.points("EventsReceived"))
                .filteredOn(count("EventsReceived", TOTAL)::equals)
                .hasSize(6);
    }

    private static Point event(String result) {
        return count("EventsReceived", by("Trigger", "sms.keyword", "Result", result));
    }

    @Test
    void a_code_is_counted_by_result() {
        measured.telemetry.code(
                measured.world.project, Identity.Kind.EMAIL, CodeResult.NOT_SENT_STOPPED);

        assertThat(lines.points())
                .containsExactlyInAnyOrder(
                        new Point("Codes", "Count", TOTAL, 1),
                        new Point(
                                "Codes",
                                "Count",
                                by("Channel", "email", "Result", "NOT_SENT_STOPPED"),
                                1));
    }

    @Test
    void an_exceeded_rate_is_counted_by_its_limit() {
        measured.telemetry.rateExceeded(measured.world.project, Rate.SIGN_UPS_PER_ADDRESS);

        assertThat(lines.points())
                .containsExactlyInAnyOrder(
                        new Point("RatesExceeded", "Count", TOTAL, 1),
                        new Point("RatesExceeded", "Count", by("Rate", "sign_ups_per_address"), 1));
    }

    @Test
    void ignored_events_are_counted_by_reason() {
        measured.telemetry.ignored(InstagramObserver.Why.UNKNOWN_ACCOUNT, 3);

        assertThat(lines.points())
                .containsExactlyInAnyOrder(
                        new Point("EventsIgnored", "Count", TOTAL, 3),
                        new Point(
                                "EventsIgnored",
                                "Count",
                                by("Source", "instagram", "Reason", "UNKNOWN_ACCOUNT"),
                                3));
    }

    @Test
    void a_run_is_counted_once_however_often_its_event_is_delivered() {
        measured.followAndText(OnFailure.CONTINUE, "Thank you");

        measured.receive("SM1", "presave");
        measured.world.clock.advance(Duration.ofSeconds(1));
        measured.receive("SM1", "presave");

        assertThat(lines.points("RunsStarted")).containsExactly(count("RunsStarted", TOTAL));
        assertThat(lines.points("StartsRefused")).isEmpty();
    }

    @Test
    void a_rejected_execution_is_counted_in_addition_to_its_run() {
        measured.followAndText(OnFailure.CONTINUE, "Thank you");
        measured.executions.refuse();

        measured.receive("SM1", "presave");

        assertThat(lines.points("RunsStarted")).hasSize(1);
        assertThat(lines.points("StartsRefused")).containsExactly(count("StartsRefused", TOTAL));
    }

    @Test
    void outcomes_and_the_times_from_event_to_first_and_last_outcome_are_recorded() {
        Run run = startedRun(OnFailure.CONTINUE);
        measured.follow.then(
                () -> {
                    measured.world.clock.advance(Duration.ofMillis(700));
                    return Attempt.completed(Reason.FOLLOWED);
                });
        measured.text.then(
                () -> {
                    measured.world.clock.advance(Duration.ofMillis(500));
                    return Attempt.completed(Reason.ACCEPTED);
                });

        measured.machine.execute(run);

        assertThat(lines.points())
                .containsExactlyInAnyOrder(
                        count(
                                "StepOutcomes",
                                by("StepType", "follow_artist", "Outcome", "COMPLETED")),
                        count(
                                "StepOutcomes",
                                by("StepType", "follow_artist", "Reason", "followed")),
                        new Point("FirstStepLatency", "Milliseconds", TOTAL, 700),
                        count("StepOutcomes", by("StepType", "send_text", "Outcome", "COMPLETED")),
                        count("StepOutcomes", by("StepType", "send_text", "Reason", "accepted")),
                        count("RunsEnded", TOTAL),
                        count("RunsEnded", by("Status", "COMPLETED")),
                        new Point("LastStepLatency", "Milliseconds", TOTAL, 1200));
    }

    @Test
    void a_failure_that_ends_a_run_counts_each_remaining_step_and_one_end() {
        Run run = startedRun(OnFailure.STOP);
        measured.follow.then(() -> Attempt.failed(Reason.NOT_FOUND));

        measured.machine.execute(run);

        assertThat(lines.points("StepOutcomes"))
                .filteredOn(point -> point.dimensions().containsKey("Reason"))
                .containsExactly(
                        count(
                                "StepOutcomes",
                                by("StepType", "follow_artist", "Reason", "not_found")),
                        count(
                                "StepOutcomes",
                                by("StepType", "send_text", "Reason", "earlier_step_failed")));
        assertThat(lines.points("RunsEnded"))
                .containsExactly(
                        count("RunsEnded", TOTAL), count("RunsEnded", by("Status", "FAILED")));
        assertThat(lines.points("FirstStepLatency")).hasSize(1);
        assertThat(lines.points("LastStepLatency")).hasSize(1);
    }

    @Test
    void a_wait_counts_as_first_outcome_and_the_end_follows_the_last_one() {
        AtomicBoolean connected = new AtomicBoolean();
        Run run = startedRun(OnFailure.CONTINUE);
        Requirement connection = Requirement.streamingConnection(run.fan());
        measured.follow.requiring(
                () ->
                        connected.get()
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                connection, Reason.NOT_CONNECTED)));

        measured.machine.execute(run);

        assertThat(lines.points("StepOutcomes"))
                .contains(
                        count(
                                "StepOutcomes",
                                by("StepType", "follow_artist", "Outcome", "WAITING")));
        assertThat(lines.points("FirstStepLatency")).hasSize(1);
        assertThat(lines.points("RunsEnded")).isEmpty();
        lines.clear();

        connected.set(true);
        measured.wake(connection);
        measured.machine.execute(measured.started());

        assertThat(lines.points("RunsResumed"))
                .containsExactly(
                        count("RunsResumed", TOTAL),
                        count("RunsResumed", by("Cause", "REQUIREMENT_MET")));
        assertThat(lines.points("FirstStepLatency")).isEmpty();
        assertThat(lines.points("RunsEnded")).hasSize(2);
    }

    @Test
    void a_wake_up_without_a_started_execution_counts_no_resumption() {
        Run run = startedRun(OnFailure.CONTINUE);
        Requirement number = Requirement.phoneNumber();
        measured.follow.requiring(
                () -> Optional.of(MissingRequirement.until(number, Reason.NOT_CONNECTED)));
        measured.text.requiring(
                () -> Optional.of(MissingRequirement.until(number, Reason.NO_NUMBER)));
        measured.machine.execute(run);
        measured.executions.refuse();
        lines.clear();

        measured.wake(number);

        assertThat(lines.points("StartsRefused")).hasSize(1);
        assertThat(lines.points("RunsResumed")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {
                "RATE_LIMITED",
                "PROVIDER_UNAVAILABLE",
                "AUTHORIZATION_IN_DOUBT",
                "FORBIDDEN",
                "UNKNOWN_AT_PROVIDER",
                "REJECTED",
                "CREDENTIALS_REJECTED"
            })
    void each_attempt_that_met_a_failing_provider_is_counted(Reason reason) {
        Run run = startedRun(OnFailure.CONTINUE);
        measured.follow
                .then(() -> new Attempt.TryAgain(reason))
                .then(() -> new Attempt.TryAgain(reason))
                .then(() -> Attempt.failed(reason));

        measured.machine.execute(run);

        assertThat(lines.points("ProviderErrors"))
                .filteredOn(
                        count(
                                        "ProviderErrors",
                                        by(
                                                "StepType",
                                                "follow_artist",
                                                "Reason",
                                                reason.wireName()))
                                ::equals)
                .hasSize(3);
        assertThat(lines.points("ProviderErrors"))
                .filteredOn(count("ProviderErrors", TOTAL)::equals)
                .hasSize(3);
        assertThat(lines.points("StepOutcomes"))
                .filteredOn(point -> point.dimensions().containsValue("follow_artist"))
                .hasSize(2);
    }

    @Test
    void an_unanswered_text_is_a_provider_error_and_a_stopped_fan_is_not() {
        Run run = startedRun(OnFailure.CONTINUE);
        measured.follow.then(() -> Attempt.skipped(Reason.STOPPED));
        measured.text.then(() -> Attempt.unknown(Reason.NO_ANSWER));

        measured.machine.execute(run);

        assertThat(lines.points("ProviderErrors"))
                .containsExactly(
                        count("ProviderErrors", TOTAL),
                        count(
                                "ProviderErrors",
                                by("StepType", "send_text", "Reason", "no_answer")));
    }

    @Test
    void a_retry_that_finds_its_own_outcome_counts_nothing_again() {
        Run run = startedRun(OnFailure.CONTINUE);
        StepTicket ticket =
                new StepTicket(
                        run.key(),
                        1,
                        0,
                        "token",
                        measured.world.clock.instant(),
                        measured.world.clock.instant(),
                        0,
                        true,
                        true,
                        Optional.of(RunOutline.of(run)));
        StepTicket retry =
                new StepTicket(
                        run.key(),
                        1,
                        0,
                        "token",
                        measured.world.clock.instant(),
                        measured.world.clock.instant(),
                        1,
                        true,
                        true,
                        Optional.of(RunOutline.of(run)));
        measured.followRunner.run(ticket, Duration.ofSeconds(20));
        lines.clear();

        measured.followRunner.run(retry, Duration.ofSeconds(20));

        assertThat(measured.follow.acted()).isEqualTo(1);
        assertThat(lines.text()).isEmpty();
    }

    @Test
    void facts_about_the_upkeep_of_runs_are_counted() {
        Run run = startedRun(OnFailure.CONTINUE);
        measured.follow.then(() -> Attempt.failed(Reason.INTERNAL_ERROR));
        measured.machine.execute(run);
        lines.clear();

        measured.telemetry.sweepEnded(3, Duration.ofSeconds(95));
        measured.telemetry.runResumed(run.key(), Cause.STALLED);
        measured.telemetry.workRefused(run.key(), Refusal.NOT_DUE);
        measured.telemetry.stepGivenUp(measured.world.run(run.key()), 0);

        assertThat(lines.points())
                .containsExactly(
                        new Point("RunsDue", "Count", TOTAL, 3),
                        new Point("OldestDueAge", "Seconds", TOTAL, 95),
                        count("RunsResumed", TOTAL),
                        count("RunsResumed", by("Cause", "STALLED")),
                        count("WorkRefused", TOTAL),
                        count("WorkRefused", by("Refusal", "NOT_DUE")),
                        count("StepsGivenUp", TOTAL));
        assertThat(lines.all().getLast())
                .containsEntry("stepType", "follow_artist")
                .containsEntry("Reason", "internal_error");
    }

    @Test
    void a_sweep_that_finds_nothing_is_reported() {
        measured.telemetry.sweepEnded(0, Duration.ZERO);

        assertThat(lines.points())
                .containsExactly(
                        new Point("RunsDue", "Count", TOTAL, 0),
                        new Point("OldestDueAge", "Seconds", TOTAL, 0));
    }

    @Test
    void the_age_of_the_oldest_due_delivery_is_reported() {
        new WebhookTelemetry(measured.log::write, MeasuredWorld.DEPLOYMENT)
                .swept(Duration.ofMinutes(61));

        assertThat(lines.points())
                .containsExactly(new Point("OldestDeliveryAge", "Seconds", TOTAL, 3_660));
    }

    @Test
    void an_alert_about_credits_is_counted_by_its_percentage_and_names_the_project() {
        measured.telemetry.creditAlert(alert());

        assertThat(lines.points())
                .containsExactly(
                        count("CreditAlerts", TOTAL), count("CreditAlerts", by("Percent", "80")));
        assertThat(lines.all().getLast())
                .containsEntry("projectId", measured.world.project.value())
                .containsEntry("month", "2026-11");
    }

    private UsageCount counted() {
        FlowId flow = Samples.flowId();
        UsageKey text =
                new UsageKey(measured.world.project, YearMonth.of(2026, 11), flow, Channel.TEXT);
        FigureKey day =
                FigureKey.at(new FlowVersionKey(measured.world.project, flow, 1), Samples.NOW);
        return new UsageCount(
                "shard",
                Optional.empty(),
                SequenceNumber.of("1"),
                Map.of(text, new Usage(3, 21)),
                new Figures(
                        Map.of(
                                day,
                                Map.of(
                                        new Figure.Messages(0, MessageFigure.CLICKED), 2L,
                                        new Figure.Messages(0, MessageFigure.OPENED), 5L))),
                Samples.NOW);
    }

    @Test
    void what_is_counted_is_reported_by_channel_and_stage() {
        FunnelScope project = new FunnelScope(measured.world.project, Optional.empty());

        measured.telemetry.counted(counted());
        measured.telemetry
                .funnels()
                .reached(
                        project,
                        Map.of(
                                new FunnelStage.Actions(2), -1L,
                                new FunnelStage.Did("sms.keyword"), 4L));

        assertThat(lines.points())
                .containsExactlyInAnyOrder(
                        new Point("Messages", "Count", TOTAL, 3),
                        new Point("Messages", "Count", by("Channel", "text"), 3),
                        new Point("Credits", "Count", TOTAL, 21),
                        new Point("Credits", "Count", by("Channel", "text"), 21),
                        new Point("MessagesClicked", "Count", TOTAL, 2),
                        new Point("Fans", "Count", by("Stage", "actions 2"), -1));
    }

    private CreditAlert alert() {
        return new CreditAlert(
                new CreditThreshold(
                        measured.world.project, Optional.of(YearMonth.of(2026, 11)), 100, 80),
                81);
    }

    /**
     * Alarms and the dashboard depend on these names; an alarm on a metric that is never emitted
     * would stay silent.
     */
    @Test
    void each_metric_is_emitted() {
        measured.executions.refuse();
        measured.followAndText(OnFailure.CONTINUE, "Thank you");
        measured.receive("SM1", "presave");
        measured.executions.accept();
        measured.receive("SM2", "presave");
        Run run = measured.started();
        measured.follow.then(() -> Attempt.failed(Reason.FORBIDDEN));
        measured.machine.execute(run);
        measured.telemetry.runResumed(run.key(), Cause.WAIT_DUE);
        measured.telemetry.stepGivenUp(measured.world.run(run.key()), 0);
        measured.telemetry.workRefused(run.key(), Refusal.STALE);
        measured.telemetry.sweepEnded(0, Duration.ZERO);
        measured.telemetry.runsSetAside(1);
        measured.telemetry.ignored(InstagramObserver.Why.UNREADABLE, 1);
        measured.telemetry.code(run.key().project(), Identity.Kind.PHONE, CodeResult.SENT);
        measured.telemetry.rateExceeded(run.key().project(), Rate.EVENTS_PER_FAN);
        measured.telemetry.accountsChecked(1, 0);
        measured.telemetry.releaseWatch().artistsChecked(1, 0);
        new WebhookTelemetry(measured.log::write, MeasuredWorld.DEPLOYMENT).swept(Duration.ZERO);
        measured.telemetry.creditAlert(alert());
        measured.telemetry.counted(counted());
        measured.telemetry
                .funnels()
                .reached(
                        new FunnelScope(measured.world.project, Optional.empty()),
                        Map.of(new FunnelStage.Returned(), 1L));

        assertThat(lines.points().stream().map(Point::metric).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::wireName).toList());
    }
}
