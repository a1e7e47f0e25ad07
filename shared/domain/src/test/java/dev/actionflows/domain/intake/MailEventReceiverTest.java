package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.MailEvent.Kind;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class MailEventReceiverTest {
    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final MailEventReceiver receiver = world.application.mailEvents();
    private final Run run = mail.send();

    private MailEvent event(Kind kind, String id) {
        return event(kind, id, world.clock.instant());
    }

    private MailEvent event(Kind kind, String id, Instant at) {
        return new MailEvent(kind, id, mail.messageKey(), MailWorld.ADDRESS, at);
    }

    private void receive(Kind... kinds) {
        for (Kind kind : kinds) {
            receiver.receive(event(kind, "ses-1"));
        }
    }

    private List<ConsentChange> changes() {
        return world.fans.consents(world.project, mail.email.identity());
    }

    private static StepOutcome completed(Reason reason) {
        return new StepOutcome.Completed(reason);
    }

    private static StepOutcome failed(Reason reason) {
        return new StepOutcome.Failed(reason);
    }

    @Test
    void a_delivery_corrects_the_outcome() {
        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.ACCEPTED));

        receive(Kind.SENT);
        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.ACCEPTED));
        receive(Kind.DELIVERED);

        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.DELIVERED));
        assertThat(mail.permitsMail()).isTrue();
        assertThat(changes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HARD_BOUNCE, BOUNCED, false",
        "SOFT_BOUNCE, NOT_DELIVERED, true",
        "REJECTED, REJECTED, true",
    })
    void an_undelivered_mail_fails_its_step(Kind kind, Reason reason, boolean mayBeMailed) {
        receive(kind);

        assertThat(mail.outcome(run)).isEqualTo(failed(reason));
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
        assertThat(mail.permitsMail()).isEqualTo(mayBeMailed);
    }

    /** The question is not the message of the step that asks. */
    @ParameterizedTest
    @CsvSource({
        "SENT, true",
        "DELIVERED, true",
        "REJECTED, true",
        "SOFT_BOUNCE, true",
        "HARD_BOUNCE, false",
        "COMPLAINT, false",
    })
    void a_report_on_a_question_concerns_its_address_alone(Kind kind, boolean mayBeMailed) {
        StepOutcome before = mail.outcome(run);

        receiver.receive(
                new MailEvent(
                        kind,
                        "ses-question",
                        MailEvent.questionKey(world.project),
                        MailWorld.ADDRESS,
                        world.clock.instant()));

        assertThat(mail.permitsMail()).isEqualTo(mayBeMailed);
        assertThat(mail.outcome(run)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"SENT, ACCEPTED", "DELIVERED, DELIVERED"})
    void a_report_settles_a_mail_whose_result_is_unknown(Kind kind, Reason reason) {
        world.ports.mails.answers(new SendResult.Unknown(Reason.NO_ANSWER));
        Run unknown = startedAgain();
        assertThat(mail.outcome(unknown)).isEqualTo(new StepOutcome.Unknown(Reason.NO_ANSWER));

        receive(kind);

        assertThat(mail.outcome(unknown)).isEqualTo(completed(reason));
    }

    private Run startedAgain() {
        Run second =
                world.startRun(
                        world.flowStore.find(world.project, run.flow()).orElseThrow(),
                        mail.fan,
                        "SM2");
        mail.machine.execute(second);
        return second;
    }

    @Test
    void the_first_final_report_determines_the_outcome() {
        receive(Kind.DELIVERED, Kind.SENT, Kind.SOFT_BOUNCE, Kind.DELIVERED);
        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.DELIVERED));

        Run other = startedAgain();
        receiver.receive(event(Kind.HARD_BOUNCE, "ses-2"));
        receiver.receive(event(Kind.DELIVERED, "ses-2"));
        receiver.receive(event(Kind.SENT, "ses-2"));
        assertThat(mail.outcome(other)).isEqualTo(failed(Reason.BOUNCED));
    }

    @Test
    void a_hard_bounce_after_the_delivery_still_stops_mail() {
        receive(Kind.DELIVERED, Kind.HARD_BOUNCE);

        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.DELIVERED));
        assertThat(mail.permitsMail()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HARD_BOUNCE, BOUNCED, BOUNCED, bounce",
        "COMPLAINT, COMPLAINED, COMPLAINED, complaint"
    })
    void a_hard_bounce_or_complaint_ends_mail_at_once_and_only_mail(
            Kind kind, Reason reason, ConsentChange.Kind stored, String cause) {
        Instant at = world.clock.instant();

        receive(kind);

        assertThat(mail.permission(Identity.Kind.EMAIL))
                .isEqualTo(new ConsentStore.Permission.Stopped(reason));
        assertThat(mail.permission(Identity.Kind.PHONE))
                .isEqualTo(
                        new ConsentStore.Permission.Given(mail.phone, "first-word-of-" + mail.fan));
        ConsentChange stop = changes().getLast();
        assertThat(stop.kind()).isEqualTo(stored);
        assertThat(stop.messageId()).isEqualTo(cause + "-ses-1");
        assertThat(stop.at()).isEqualTo(at);
        assertThat(stop.evidence()).containsEntry("by", cause);
    }

    @Test
    void a_complaint_does_not_change_the_outcome() {
        receive(Kind.DELIVERED, Kind.COMPLAINT);

        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.DELIVERED));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_repeated_report_has_no_further_effect(Kind kind) {
        receive(kind);
        Run once = world.run(run.key());
        List<ConsentChange> changes = changes();

        receive(kind, kind);

        assertThat(world.run(run.key())).isEqualTo(once);
        assertThat(changes()).isEqualTo(changes);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"HARD_BOUNCE", "COMPLAINT"})
    void a_repeated_report_does_not_undo_a_later_confirmation(Kind kind) {
        MailEvent event = event(kind, "ses-1");
        receiver.receive(event);
        world.clock.advance(Duration.ofDays(1));
        mail.change(mail.email, ConsentChange.Kind.CONFIRMED, "web:2");

        receiver.receive(event);

        assertThat(mail.permitsMail()).isTrue();
    }

    @Test
    void a_report_delivered_late_does_not_undo_a_later_confirmation() {
        MailEvent bounce = event(Kind.HARD_BOUNCE, "ses-1");
        world.clock.advance(Duration.ofDays(1));
        receiver.receive(event(Kind.COMPLAINT, "ses-0"));
        world.clock.advance(Duration.ofDays(1));
        mail.change(mail.email, ConsentChange.Kind.CONFIRMED, "web:2");

        receiver.receive(bounce);

        assertThat(mail.permitsMail()).isTrue();
    }

    private void softBounces(int count, Duration apart) {
        for (int i = 0; i < count; i++) {
            receiver.receive(event(Kind.SOFT_BOUNCE, "soft-" + world.clock.instant()));
            world.clock.advance(apart);
        }
    }

    @Test
    void three_soft_bounces_at_the_same_time_stop_mail() {
        receiver.receive(event(Kind.SOFT_BOUNCE, "ses-1"));
        receiver.receive(event(Kind.SOFT_BOUNCE, "ses-2"));
        assertThat(mail.permitsMail()).isTrue();

        receiver.receive(event(Kind.SOFT_BOUNCE, "ses-3"));

        assertThat(mail.permitsMail()).isFalse();
        assertThat(mail.permission(Identity.Kind.PHONE))
                .isEqualTo(
                        new ConsentStore.Permission.Given(mail.phone, "first-word-of-" + mail.fan));
        assertThat(changes())
                .filteredOn(change -> change.kind() == ConsentChange.Kind.BOUNCED)
                .singleElement()
                .satisfies(stop -> assertThat(stop.evidence()).containsEntry("by", "soft_bounces"));
    }

    /** The weights of four bounces, a day apart: 1 + 0.906 + 0.820 + 0.743. */
    @Test
    void soft_bounces_on_consecutive_days_stop_mail_at_the_fourth() {
        softBounces(3, Duration.ofDays(1));
        assertThat(mail.permitsMail()).isTrue();

        softBounces(1, Duration.ofDays(1));

        assertThat(mail.permitsMail()).isFalse();
    }

    /** The weights of bounces a week apart add up to less than 2. */
    @Test
    void soft_bounces_weeks_apart_never_stop_mail() {
        softBounces(50, Duration.ofDays(7));

        assertThat(mail.permitsMail()).isTrue();
    }

    @Test
    void one_soft_bounce_reported_many_times_counts_once() {
        for (int i = 0; i < 10; i++) {
            receive(Kind.SOFT_BOUNCE);
        }

        assertThat(mail.permitsMail()).isTrue();
        assertThat(changes()).hasSize(2);
    }

    @Test
    void soft_bounces_of_another_address_do_not_count() {
        softBounces(2, Duration.ofMinutes(1));

        receiver.receive(
                new MailEvent(
                        Kind.SOFT_BOUNCE,
                        "ses-3",
                        mail.messageKey(),
                        new EmailAddress("bo@fans.example"),
                        world.clock.instant()));

        assertThat(mail.permitsMail()).isTrue();
    }

    /** A fan who has proven to read the address gets mail until it bounces as often again. */
    @Test
    void soft_bounces_before_a_confirmation_no_longer_count() {
        softBounces(4, Duration.ofMinutes(1));
        assertThat(mail.permitsMail()).isFalse();
        mail.change(mail.email, ConsentChange.Kind.CONFIRMED, "web:2");
        assertThat(mail.permitsMail()).isTrue();

        softBounces(1, Duration.ofMinutes(1));

        assertThat(mail.permitsMail()).isTrue();
    }

    @Test
    void a_repeated_soft_bounce_does_not_undo_a_later_confirmation() {
        Instant first = world.clock.instant();
        softBounces(4, Duration.ofMinutes(1));
        mail.change(mail.email, ConsentChange.Kind.CONFIRMED, "web:2");

        receiver.receive(event(Kind.SOFT_BOUNCE, "soft-" + first, first));

        assertThat(mail.permitsMail()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "--",
                "prj_7zqk3v9m2c4x8b1d",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-x",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0-0",
                "prj_7zqk3v9m2c4x8b1d-run_x-0",
                "prj_x-run_0123456789abcdefghjkmnpqrs-0",
            })
    void a_report_about_mail_that_no_flow_sent_is_ignored(String messageKey) {
        Run before = world.run(run.key());

        for (Kind kind : Kind.values()) {
            receiver.receive(
                    new MailEvent(
                            kind, "ses-1", messageKey, MailWorld.ADDRESS, world.clock.instant()));
        }

        assertThat(world.run(run.key())).isEqualTo(before);
        assertThat(changes()).hasSize(1);
    }

    /** The run has expired; the address still bounces. */
    @Test
    void a_report_about_a_run_that_no_longer_exists_still_stops_mail() {
        receiver.receive(
                new MailEvent(
                        Kind.HARD_BOUNCE,
                        "ses-1",
                        world.project + "-run_0123456789abcdefghjkmnpqrs-0",
                        MailWorld.ADDRESS,
                        world.clock.instant()));

        assertThat(mail.permitsMail()).isFalse();
        assertThat(mail.outcome(run)).isEqualTo(completed(Reason.ACCEPTED));
    }

    @Test
    void mail_is_stopped_even_while_the_run_cannot_be_read() {
        MailEventReceiver broken =
                world.with(RunLedger.class, new FailingLedger(world.ledger, _ -> true))
                        .mailEvents();

        assertThatIllegalStateException()
                .isThrownBy(() -> broken.receive(event(Kind.HARD_BOUNCE, "ses-1")));
        assertThat(mail.permitsMail()).isFalse();

        receive(Kind.HARD_BOUNCE);
        assertThat(mail.outcome(run)).isEqualTo(failed(Reason.BOUNCED));
    }
}
