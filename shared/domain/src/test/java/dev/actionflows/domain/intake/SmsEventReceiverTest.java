package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.testing.AwsSmsWorld;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class SmsEventReceiverTest {
    private static final PhoneNumber NUMBER = AwsSmsWorld.NUMBER;

    private final AwsSmsWorld sms = new AwsSmsWorld();
    private final World world = sms.world;
    private final SmsEventReceiver receiver = world.application.smsEvents();

    private SmsEvent.Inbound text(String id, String body) {
        return text(id, body, world.clock.instant());
    }

    private static SmsEvent.Inbound text(String id, String body, Instant at) {
        return new SmsEvent.Inbound(
                NUMBER, id, World.FAN_NUMBER.e164(), body, Optional.of("KEYWORD"), at);
    }

    private Optional<EventOutcome> receive(String id, String body) {
        return receiver.receive(text(id, body));
    }

    @Test
    void a_keyword_starts_a_flow_of_the_project_that_has_the_number() {
        assertThat(receive("0-a", "Presave!")).contains(EventOutcome.RUN_STARTED);

        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void a_text_that_is_delivered_again_and_concurrently_starts_one_run() {
        Together.run(8, _ -> receive("0-a", "presave"));

        receive("0-a", "presave");

        assertThat(world.ledger.all()).hasSize(1);
    }

    @Test
    void a_text_to_a_number_of_no_project_is_kept_in_the_queue() {
        SmsEvent.Inbound text =
                new SmsEvent.Inbound(
                        new PhoneNumber("+18005550111"),
                        "0-a",
                        World.FAN_NUMBER.e164(),
                        "STOP",
                        Optional.empty(),
                        world.clock.instant());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> receiver.receive(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .withMessageNotContaining("+1");
    }

    @Test
    void a_text_to_a_number_of_a_deleted_project_is_kept_in_the_queue() {
        PhoneNumber number = Samples.phoneNumber();
        world.ports.smsNumbers.assign(Samples.projectId(), number);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                receiver.receive(
                                        new SmsEvent.Inbound(
                                                number,
                                                "0-a",
                                                World.FAN_NUMBER.e164(),
                                                "hello",
                                                Optional.empty(),
                                                world.clock.instant())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"72404", "LABEL", ""})
    void a_text_without_a_senders_phone_number_is_kept_in_the_queue(String from) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                receiver.receive(
                                        new SmsEvent.Inbound(
                                                NUMBER,
                                                "0-a",
                                                from,
                                                "hello",
                                                Optional.empty(),
                                                world.clock.instant())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void a_stop_is_stored_and_no_text_is_sent_afterwards() {
        receive("0-a", "presave");

        assertThat(receive("0-b", "Stop texting me")).contains(EventOutcome.STOPPED);

        assertThat(sms.isStopped()).isTrue();
        assertThat(receive("0-b", "Stop texting me")).contains(EventOutcome.DUPLICATE);
    }

    /** AWS stops texts to the fan by the first word alone. */
    @ParameterizedTest
    @CsvSource({"STOP, true", "UNSUBSCRIBE, true", "TD, true", "HELP, false", "JOIN, false"})
    void a_stop_that_the_provider_recognized_is_stored(String keyword, boolean stopped) {
        receive("0-a", "presave");

        receiver.receive(
                new SmsEvent.Inbound(
                        NUMBER,
                        "0-b",
                        World.FAN_NUMBER.e164(),
                        "the bus is late again",
                        Optional.of(keyword),
                        world.clock.instant()));

        assertThat(sms.isStopped()).isEqualTo(stopped);
    }

    @Test
    void a_stop_that_cannot_be_stored_fails_and_takes_effect_when_it_is_delivered_again() {
        receive("0-a", "presave");
        ConsentStore broken =
                (ConsentStore)
                        Proxy.newProxyInstance(
                                ConsentStore.class.getClassLoader(),
                                new Class<?>[] {ConsentStore.class},
                                (_, method, _) -> {
                                    throw new IllegalStateException(method.getName());
                                });

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                world.with(ConsentStore.class, broken)
                                        .smsEvents()
                                        .receive(text("0-b", "STOP")));
        assertThat(sms.isStopped()).isFalse();

        receive("0-b", "STOP");

        assertThat(sms.isStopped()).isTrue();
    }

    /** The queue delivers the START minutes late, because its first delivery failed. */
    @Test
    void a_start_that_was_published_before_a_stop_does_not_lift_it() {
        receive("0-a", "presave");
        SmsEvent.Inbound start = text("0-b", "START");
        world.clock.advance(Duration.ofSeconds(30));
        receive("0-c", "STOP");
        world.clock.advance(Duration.ofSeconds(90));

        receiver.receive(start);

        assertThat(sms.isStopped()).isTrue();
    }

    @Test
    void a_start_after_a_stop_lifts_it() {
        receive("0-a", "presave");
        receive("0-b", "STOP");
        world.clock.advance(Duration.ofSeconds(1));

        assertThat(receive("0-c", "START")).contains(EventOutcome.RESTARTED);

        assertThat(sms.isStopped()).isFalse();
    }

    /** Clocks disagree: a time in the future would outlast later words. */
    @Test
    void a_text_is_never_newer_than_now() {
        receive("0-a", "presave");
        receiver.receive(text("0-b", "START", world.clock.instant().plusSeconds(3_600)));
        world.clock.advance(Duration.ofSeconds(60));

        receive("0-c", "STOP");

        assertThat(sms.isStopped()).isTrue();
    }

    // reports

    private Run sent(SendResult... results) {
        world.ports.texts.answers(results);
        receive("0-sent", "presave");
        return sms.send();
    }

    private static SmsEvent.Report report(Run run, DeliveryReport report) {
        return new SmsEvent.Report(AwsSmsWorld.messageKey(run), report);
    }

    @Test
    void a_report_settles_its_step_however_often_it_is_delivered() {
        Run run = sent(new SendResult.Unknown(Reason.NO_ANSWER));
        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Unknown(Reason.NO_ANSWER));

        for (int i = 0; i < 3; i++) {
            assertThat(receiver.receive(report(run, new DeliveryReport.Delivered()))).isEmpty();
            assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.DELIVERED));
        }
    }

    @Test
    void reports_may_arrive_in_any_order() {
        Run run = sent();

        receiver.receive(report(run, new DeliveryReport.NotDelivered(Reason.FILTERED)));
        receiver.receive(report(run, new DeliveryReport.Taken()));

        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Failed(Reason.FILTERED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "prj_7zqk3v9m2c4x8b1d",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-100",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0-0",
                "another system's own key"
            })
    void a_report_about_another_text_is_ignored(String messageKey) {
        Run run = sent();

        receiver.receive(
                new SmsEvent.Report(
                        messageKey, new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED)));

        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
    }

    @Test
    void a_report_that_cannot_be_stored_fails_and_is_delivered_again() {
        Run run = sent();
        SmsEvent.Report report = report(run, new DeliveryReport.Delivered());

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                world.with(
                                                RunLedger.class,
                                                new FailingLedger(world.ledger, _ -> true))
                                        .smsEvents()
                                        .receive(report));

        receiver.receive(report);
        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.DELIVERED));
    }
}
