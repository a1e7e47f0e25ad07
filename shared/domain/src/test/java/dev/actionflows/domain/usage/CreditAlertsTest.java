package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class CreditAlertsTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final InMemoryPorts ports = new InMemoryPorts();
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();
    private Optional<EmailAddress> alertEmail = Optional.empty();
    private final Failing failing = new Failing();
    private final UsageRollUp rollUp =
            new UsageRollUp(InMemoryPorts.with(ports, CreditAlertPublisher.class, failing));
    private long number;

    /** Fails the given number of times. */
    private final class Failing implements CreditAlertPublisher {
        private int events;
        private int notices;

        @Override
        public void putEvent(CreditAlert alert) {
            if (events-- > 0) {
                throw new IllegalStateException("the bus is busy");
            }
            ports.creditAlerts.putEvent(alert);
        }

        @Override
        public void notifyOperator(CreditAlert alert) {
            if (notices-- > 0) {
                throw new IllegalStateException("the topic is busy");
            }
            ports.creditAlerts.notifyOperator(alert);
        }
    }

    private void limit(OptionalLong granted, OptionalLong monthly) {
        if (ports.projects.find(project).isEmpty()) {
            ports.projects.create(Samples.project(project));
        }
        CreditLimits credits = new CreditLimits(granted, monthly, WhenUsedUp.STOP, alertEmail);
        ports.projects.change(
                project, it -> it.withLimits(MessageLimits.none().withCredits(credits)));
    }

    private UsageChange text(long credits) {
        return UsageSamples.change(
                ++number, project, flow, UsageSamples.text(Samples.NOW, credits));
    }

    private void use(long credits) {
        rollUp.receive("shard", List.of(text(credits)));
    }

    private CreditAlert alert(Optional<YearMonth> month, long limit, int percent, long used) {
        return new CreditAlert(new CreditThreshold(project, month, limit, percent), used);
    }

    @Test
    void eighty_and_a_hundred_percent_of_a_monthly_limit_are_reported_once() {
        limit(OptionalLong.empty(), OptionalLong.of(100));

        use(79);
        assertThat(ports.creditAlerts.events()).isEmpty();
        use(1);
        use(1);
        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 80, 80));
        use(20);
        use(20);

        assertThat(ports.creditAlerts.events())
                .containsExactly(
                        alert(Optional.of(MONTH), 100, 80, 80),
                        alert(Optional.of(MONTH), 100, 100, 101));
        assertThat(ports.observer.facts(Fact.CreditsUsed.class)).hasSize(2);
    }

    @Test
    void granted_credits_are_compared_with_those_of_all_months() {
        limit(OptionalLong.of(100), OptionalLong.empty());
        ports.usage.add(project, MONTH.minusMonths(1), flow, Channel.TEXT, new Usage(9, 75));

        use(5);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.empty(), 100, 80, 80));
    }

    @Test
    void a_new_limit_has_alerts_of_its_own() {
        limit(OptionalLong.of(100), OptionalLong.empty());
        use(90);
        limit(OptionalLong.of(110), OptionalLong.empty());
        use(1);

        assertThat(ports.creditAlerts.events())
                .containsExactly(
                        alert(Optional.empty(), 100, 80, 90), alert(Optional.empty(), 110, 80, 91));
    }

    @Test
    void a_project_without_limits_has_no_alerts() {
        limit(OptionalLong.empty(), OptionalLong.empty());
        use(1_000_000);

        assertThat(ports.creditAlerts.events()).isEmpty();
    }

    /** The text that is too expensive for what is left is not sent, so the limit is not reached. */
    @Test
    void a_text_that_is_not_sent_for_lack_of_credits_is_reported_as_used_up() {
        limit(OptionalLong.of(1000), OptionalLong.of(100));
        use(70);
        rollUp.receive(
                "shard",
                List.of(
                        UsageSamples.change(
                                ++number, project, flow, UsageSamples.refused(Samples.NOW))));
        rollUp.receive(
                "shard",
                List.of(
                        UsageSamples.change(
                                ++number, project, flow, UsageSamples.refused(Samples.NOW))));

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 100, 70));
    }

    @Test
    void an_alert_that_could_not_be_published_is_published_when_the_batch_comes_again() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        failing.events = 1;
        List<UsageChange> batch = List.of(text(85));

        assertThatThrownBy(() -> rollUp.receive("shard", batch)).hasMessage("the bus is busy");
        assertThat(ports.usage.credits(project, MONTH)).isEqualTo(85);
        assertThat(ports.creditAlerts.notices()).as("the topic does not wait").hasSize(1);
        rollUp.receive("shard", batch);
        rollUp.receive("shard", batch);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 80, 85));
        assertThat(ports.creditAlerts.notices()).hasSize(1);
        assertThat(ports.usage.credits(project, MONTH)).isEqualTo(85);
    }

    @Test
    void an_alert_is_remembered_only_after_it_was_published() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        List<UsageChange> batch = List.of(text(85));
        UsageStore crashing =
                new UsageStoreDecorator() {
                    @Override
                    public UsageStore store() {
                        return ports.usage;
                    }

                    @Override
                    public void remember(
                            CreditThreshold threshold, AlertChannel channel, Instant now) {
                        throw new IllegalStateException("crash");
                    }
                };

        assertThatThrownBy(
                        () ->
                                new UsageRollUp(
                                                InMemoryPorts.with(
                                                        ports, UsageStore.class, crashing))
                                        .receive("shard", batch))
                .isInstanceOf(IllegalStateException.class);
        rollUp.receive("shard", batch);

        assertThat(ports.creditAlerts.events()).as("at least once").hasSize(2);
    }

    @Test
    void the_alert_is_mailed_to_the_projects_address_from_its_sender() {
        alertEmail = Optional.of(new EmailAddress("team@label.example"));
        limit(OptionalLong.empty(), OptionalLong.of(100));
        ports.projects.change(
                project,
                it ->
                        it.withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.empty())));

        use(85);
        use(1);

        assertThat(ports.mails.handedOver())
                .singleElement()
                .satisfies(
                        mail -> {
                            assertThat(mail.to()).isEqualTo(alertEmail.get());
                            assertThat(mail.from().address().value())
                                    .isEqualTo("hello@label.example");
                            assertThat(mail.subject())
                                    .isEqualTo("Night Harbour: 80 % of the credits are used");
                            assertThat(mail.text())
                                    .contains("has used 85 of 100 credits in the month 2026-11.")
                                    .contains("texts are not sent");
                            assertThat(mail.marketing()).isEmpty();
                        });
    }

    @Test
    void the_subject_is_one_line_whatever_the_project_is_called() {
        alertEmail = Optional.of(new EmailAddress("team@label.example"));
        ports.projects.create(
                Samples.project(project, "Night\r\nBcc: all@fans.example")
                        .withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.empty())));
        limit(OptionalLong.empty(), OptionalLong.of(100));

        use(85);

        assertThat(ports.mails.handedOver())
                .singleElement()
                .satisfies(
                        mail ->
                                assertThat(mail.subject())
                                        .isEqualTo(
                                                "Night Bcc: all@fans.example: 80 % of the credits"
                                                        + " are used"));
    }

    @Test
    void without_a_sender_the_operator_is_notified_and_the_log_says_why_no_mail_was_sent() {
        alertEmail = Optional.of(new EmailAddress("team@label.example"));
        limit(OptionalLong.empty(), OptionalLong.of(100));

        use(85);
        use(1);

        assertThat(ports.creditAlerts.notices()).hasSize(1);
        assertThat(ports.observer.facts(Fact.AlertNotMailed.class))
                .containsExactly(new Fact.AlertNotMailed(Reason.NO_SENDER));
    }

    @Test
    void a_mail_that_may_not_have_been_sent_is_sent_again_and_one_that_was_refused_is_not() {
        alertEmail = Optional.of(new EmailAddress("team@label.example"));
        limit(OptionalLong.empty(), OptionalLong.of(100));
        ports.projects.change(
                project,
                it ->
                        it.withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.empty())));
        Deque<SendResult> results =
                new ArrayDeque<>(
                        List.of(
                                new SendResult.Unknown(Reason.NO_ANSWER),
                                new SendResult.NotTaken(
                                        Reason.RATE_LIMITED, Duration.ofSeconds(10)),
                                new SendResult.MessageRefused(Reason.SENDER_NOT_VERIFIED)));
        UsageRollUp mailing =
                new UsageRollUp(
                        InMemoryPorts.with(ports, MailSender.class, _ -> results.removeFirst()));
        List<UsageChange> batch = List.of(text(85));

        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> mailing.receive("shard", batch))
                    .isInstanceOf(ProblemException.class);
        }
        mailing.receive("shard", batch);
        mailing.receive("shard", batch);

        assertThat(results).isEmpty();
        assertThat(ports.observer.facts(Fact.AlertNotMailed.class))
                .containsExactly(new Fact.AlertNotMailed(Reason.SENDER_NOT_VERIFIED));
        assertThat(ports.creditAlerts.notices()).hasSize(1);
    }
}
