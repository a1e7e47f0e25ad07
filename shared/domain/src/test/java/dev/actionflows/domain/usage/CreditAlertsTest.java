package dev.actionflows.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class CreditAlertsTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final InMemoryPorts ports = new InMemoryPorts();
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();
    private final List<Boolean> failing = new ArrayList<>();
    private final UsageRollUp rollUp =
            new UsageRollUp(
                    ports.usage, ports.projects, this::publish, ports.observer, ports.clock);
    private long number;

    private void publish(CreditAlert alert) {
        if (!failing.isEmpty() && failing.removeFirst()) {
            throw new IllegalStateException("the topic is busy");
        }
        ports.creditAlerts.add(alert);
    }

    private void limit(OptionalLong granted, OptionalLong monthly) {
        if (ports.projects.find(project).isEmpty()) {
            ports.projects.create(Samples.project(project));
        }
        CreditLimits credits = new CreditLimits(granted, monthly, WhenUsedUp.STOP);
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
        assertThat(ports.creditAlerts).isEmpty();
        use(1);
        use(1);
        assertThat(ports.creditAlerts).containsExactly(alert(Optional.of(MONTH), 100, 80, 80));
        use(20);
        use(20);

        assertThat(ports.creditAlerts)
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

        assertThat(ports.creditAlerts).containsExactly(alert(Optional.empty(), 100, 80, 80));
    }

    @Test
    void a_new_limit_has_alerts_of_its_own() {
        limit(OptionalLong.of(100), OptionalLong.empty());
        use(90);
        limit(OptionalLong.of(110), OptionalLong.empty());
        use(1);

        assertThat(ports.creditAlerts)
                .containsExactly(
                        alert(Optional.empty(), 100, 80, 90), alert(Optional.empty(), 110, 80, 91));
    }

    @Test
    void a_project_without_limits_has_no_alerts() {
        limit(OptionalLong.empty(), OptionalLong.empty());
        use(1_000_000);

        assertThat(ports.creditAlerts).isEmpty();
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

        assertThat(ports.creditAlerts).containsExactly(alert(Optional.of(MONTH), 100, 100, 70));
    }

    @Test
    void an_alert_that_could_not_be_published_is_published_when_the_batch_comes_again() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        failing.add(true);
        List<UsageChange> batch = List.of(text(85));

        assertThatThrownBy(() -> rollUp.receive("shard", batch))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ports.usage.credits(project, MONTH)).isEqualTo(85);
        rollUp.receive("shard", batch);

        assertThat(ports.creditAlerts).containsExactly(alert(Optional.of(MONTH), 100, 80, 85));
        assertThat(ports.usage.credits(project, MONTH)).isEqualTo(85);
    }

    @Test
    void an_alert_is_remembered_only_after_it_was_published() {
        limit(OptionalLong.empty(), OptionalLong.of(100));
        List<UsageChange> batch = List.of(text(85));
        UsageRollUp crashing =
                new UsageRollUp(
                        new UsageStoreDecorator() {
                            @Override
                            public UsageStore store() {
                                return ports.usage;
                            }

                            @Override
                            public void remember(CreditThreshold threshold, Instant now) {
                                throw new IllegalStateException("crash");
                            }
                        },
                        ports.projects,
                        this::publish,
                        ports.observer,
                        ports.clock);

        assertThatThrownBy(() -> crashing.receive("shard", batch))
                .isInstanceOf(IllegalStateException.class);
        rollUp.receive("shard", batch);

        assertThat(ports.creditAlerts).as("at least once").hasSize(2);
    }
}
