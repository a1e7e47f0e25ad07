package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.budget.MessageTake;
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
    private static final Instant LAST_MONTH = Instant.parse("2026-10-31T12:00:00Z");

    private final InMemoryPorts ports = new InMemoryPorts();
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();
    private final FanIdentity phone = Samples.phone();
    private final Fan fan = ports.fans.findOrCreate(project, phone, Samples.fanId(), Samples.NOW);
    private final MessageBudget budget = new MessageBudget(ports.messageBudgets);
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
        limit(granted, monthly, WhenUsedUp.STOP);
    }

    private void limit(OptionalLong granted, OptionalLong monthly, WhenUsedUp whenUsedUp) {
        if (ports.projects.find(project).isEmpty()) {
            ports.projects.create(Samples.project(project));
        }
        CreditLimits credits = new CreditLimits(granted, monthly, whenUsedUp, alertEmail);
        ports.projects.change(
                project, it -> it.withLimits(MessageLimits.none().withCredits(credits)));
    }

    /** As before any text is handed to its provider. */
    private MessageBudget.Decision take(int credits, Instant at) {
        return budget.take(
                new MessageBudget.Request(
                        project,
                        "run." + ++number,
                        phone,
                        ports.fans.check(project, fan, Identity.Kind.PHONE),
                        Channel.TEXT,
                        credits,
                        ports.projects.find(project).orElseThrow().limits(),
                        at));
    }

    private Optional<MessageTake> taken(int credits, Instant at) {
        MessageBudget.Decision decision = take(credits, at);
        assertThat(decision).isInstanceOf(MessageBudget.Decision.Permitted.class);
        return ((MessageBudget.Decision.Permitted) decision).taken();
    }

    /** A step takes the credits, and ends. */
    private UsageChange send(int credits, Instant at) {
        taken(credits, at);
        return UsageSamples.change(number, project, flow, UsageSamples.text(at, credits));
    }

    private void use(int credits) {
        rollUp.receive("shard", List.of(send(credits, Samples.NOW)));
    }

    /** A step that does not get the credits. */
    private void lack(int credits) {
        assertThat(take(credits, Samples.NOW)).isInstanceOf(MessageBudget.Decision.NoCredits.class);
        rollUp.receive(
                "shard",
                List.of(
                        UsageSamples.change(
                                number, project, flow, UsageSamples.refused(Samples.NOW))));
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
        use(19);
        lack(1);

        assertThat(ports.creditAlerts.events())
                .containsExactly(
                        alert(Optional.of(MONTH), 100, 80, 80),
                        alert(Optional.of(MONTH), 100, 100, 100));
        assertThat(ports.observer.facts(Fact.CreditsUsed.class)).hasSize(2);
    }

    @Test
    void granted_credits_are_compared_with_those_of_all_months() {
        limit(OptionalLong.of(100), OptionalLong.empty());

        rollUp.receive("shard", List.of(send(75, LAST_MONTH)));
        use(5);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.empty(), 100, 80, 80));
    }

    @Test
    void a_text_that_is_counted_after_its_month_is_compared_with_the_limit_of_that_month() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        use(79);

        rollUp.receive("shard", List.of(send(80, LAST_MONTH)));

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH.minusMonths(1)), 100, 80, 80));
    }

    /** A limit counts from when it was set, although usage has counted before. */
    @Test
    void texts_from_before_a_limit_was_set_are_not_compared_with_it() {
        limit(OptionalLong.empty(), OptionalLong.empty());
        use(1_000);
        limit(OptionalLong.of(200), OptionalLong.of(100));

        use(79);
        assertThat(ports.creditAlerts.events()).isEmpty();
        use(1);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 80, 80));
        assertThat(ports.usage.all().values()).containsExactly(new Usage(3, 1_080));
    }

    /** A request to confirm a consent takes credits, and belongs to no run. */
    @Test
    void what_was_taken_for_other_texts_is_compared_as_well_and_what_was_given_back_is_not() {
        limit(OptionalLong.of(100), OptionalLong.empty());
        budget.giveBack(taken(60, Samples.NOW).orElseThrow());
        taken(70, Samples.NOW);

        use(9);
        assertThat(ports.creditAlerts.events()).isEmpty();
        use(1);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.empty(), 100, 80, 80));
    }

    /** Then nothing limits what is taken, but it is counted all the same. */
    @Test
    void a_project_that_continues_beyond_its_limits_has_the_same_alerts() {
        limit(OptionalLong.of(1_000), OptionalLong.of(100), WhenUsedUp.CONTINUE);

        use(79);
        assertThat(ports.creditAlerts.events()).isEmpty();
        use(1);
        use(40);
        use(700);

        assertThat(ports.creditAlerts.events())
                .containsExactly(
                        alert(Optional.of(MONTH), 100, 80, 80),
                        alert(Optional.of(MONTH), 100, 100, 120),
                        alert(Optional.empty(), 1_000, 80, 820));
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
        lack(31);
        lack(31);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 100, 70));
    }

    @Test
    void an_alert_that_could_not_be_published_is_published_when_the_batch_comes_again() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        failing.events = 1;
        List<UsageChange> batch = List.of(send(85, Samples.NOW));

        assertThatThrownBy(() -> rollUp.receive("shard", batch)).hasMessage("the bus is busy");
        assertThat(ports.usage.all().values()).containsExactly(new Usage(1, 85));
        assertThat(ports.creditAlerts.notices()).as("the topic does not wait").hasSize(1);
        rollUp.receive("shard", batch);
        rollUp.receive("shard", batch);

        assertThat(ports.creditAlerts.events())
                .containsExactly(alert(Optional.of(MONTH), 100, 80, 85));
        assertThat(ports.creditAlerts.notices()).hasSize(1);
        assertThat(ports.usage.all().values()).containsExactly(new Usage(1, 85));
    }

    @Test
    void an_alert_is_remembered_only_after_it_was_published() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        List<UsageChange> batch = List.of(send(85, Samples.NOW));
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
        List<UsageChange> batch = List.of(send(85, Samples.NOW));

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
