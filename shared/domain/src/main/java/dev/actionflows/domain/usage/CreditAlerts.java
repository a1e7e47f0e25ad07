package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.project.Project;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends an alert when a project has used up 80 % and 100 % of a credit limit, by what the limit
 * itself counts: not every message, such as those from before it was set. An alert is remembered,
 * for each channel, after it was sent: a crash in between repeats it, and none is lost.
 */
final class CreditAlerts {
    private final UsagePorts ports;
    private final UsageStore usage;
    private final MessageBudgetStore budgets;
    private final CreditAlertPublisher publisher;

    CreditAlerts(UsagePorts ports) {
        this.ports = ports;
        this.usage = ports.usage();
        this.budgets = ports.messageBudgets();
        this.publisher = ports.creditAlerts();
    }

    /** A limit and what is used up of it. */
    private record Level(Optional<YearMonth> month, long limit, long used) {
        long left() {
            return limit - used;
        }
    }

    /**
     * @param months in which credits were used up
     * @param refused whether a text was not sent for lack of credits, which may happen before a
     *     limit is reached exactly
     * @throws RuntimeException if an alert is not sent everywhere; what could be sent is sent
     */
    void check(ProjectId id, Set<YearMonth> months, boolean refused) {
        Optional<Project> project =
                ports.projects().find(id).filter(it -> !it.limits().credits().areNone());
        if (project.isPresent()) {
            check(project.get(), months, refused);
        }
    }

    private void check(Project project, Set<YearMonth> months, boolean refused) {
        List<Level> levels = levels(project, months);
        Set<CreditAlert> alerts = new LinkedHashSet<>();
        for (Level level : levels) {
            for (int percent : List.of(CreditThreshold.NEARLY_USED, CreditThreshold.ALL_USED)) {
                CreditAlert alert = alert(project, level, percent);
                if (alert.threshold().isReachedBy(level.used())) {
                    alerts.add(alert);
                }
            }
        }
        if (refused) {
            levels.stream()
                    .min(Comparator.comparingLong(Level::left))
                    .map(it -> alert(project, it, CreditThreshold.ALL_USED))
                    .ifPresent(alerts::add);
        }
        List<RuntimeException> failures = new ArrayList<>();
        alerts.forEach(it -> send(project, it, failures));
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private List<Level> levels(Project project, Set<YearMonth> used) {
        CreditLimits limits = project.limits().credits();
        List<Level> levels = new ArrayList<>();
        limits.granted()
                .ifPresent(
                        it ->
                                levels.add(
                                        new Level(
                                                Optional.empty(),
                                                it,
                                                used(project.id(), CreditPool.ALL_TIME))));
        if (limits.monthly().isPresent()) {
            Set<YearMonth> months = new TreeSet<>(used);
            months.add(CreditPool.month(ports.clock().instant()));
            for (YearMonth month : months) {
                levels.add(
                        new Level(
                                Optional.of(month),
                                limits.monthly().getAsLong(),
                                used(project.id(), month.toString())));
            }
        }
        return levels;
    }

    private long used(ProjectId project, String pool) {
        return Arrays.stream(budgets.used(project, pool)).sum();
    }

    private static CreditAlert alert(Project project, Level level, int percent) {
        return new CreditAlert(
                new CreditThreshold(project.id(), level.month(), level.limit(), percent),
                level.used());
    }

    private void send(Project project, CreditAlert alert, List<RuntimeException> failures) {
        Set<AlertChannel> done = usage.alerted(alert.threshold());
        Optional<EmailAddress> address = project.limits().credits().alertEmail();
        if (done.isEmpty()) {
            ports.usageObserver().creditAlert(alert);
        }
        for (AlertChannel channel : AlertChannel.values()) {
            if (done.contains(channel) || (channel == AlertChannel.MAIL && address.isEmpty())) {
                continue;
            }
            try {
                switch (channel) {
                    case EVENT_BUS -> publisher.putEvent(alert);
                    case ALARM_TOPIC -> publisher.notifyOperator(alert);
                    case MAIL ->
                            new AlertMail(ports.mails())
                                    .send(project, address.orElseThrow(), alert)
                                    .ifPresent(
                                            it -> ports.usageObserver().alertNotMailed(alert, it));
                }
                usage.remember(alert.threshold(), channel, ports.clock().instant());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }
}
