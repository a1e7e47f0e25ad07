package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Publishes an alert when a project has used up 80 % and 100 % of a credit limit. An alert is
 * remembered after it was published: a crash in between repeats it, and none is lost.
 */
final class CreditAlerts {
    private final ProjectStore projects;
    private final UsageStore usage;
    private final CreditAlertPublisher publisher;
    private final UsageObserver observer;
    private final InstantSource clock;

    CreditAlerts(
            ProjectStore projects,
            UsageStore usage,
            CreditAlertPublisher publisher,
            UsageObserver observer,
            InstantSource clock) {
        this.projects = projects;
        this.usage = usage;
        this.publisher = publisher;
        this.observer = observer;
        this.clock = clock;
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
     */
    void check(ProjectId id, Set<YearMonth> months, boolean refused) {
        CreditLimits limits =
                projects.find(id)
                        .map(Project::limits)
                        .map(it -> it.credits())
                        .orElseGet(CreditLimits::none);
        if (limits.areNone()) {
            return;
        }
        YearMonth current = CreditPool.month(clock.instant());
        List<Level> levels =
                Stream.concat(
                                limits.granted().stream()
                                        .mapToObj(
                                                it ->
                                                        new Level(
                                                                Optional.empty(),
                                                                it,
                                                                usage.credits(id))),
                                limits.monthly().stream()
                                        .boxed()
                                        .flatMap(
                                                it ->
                                                        months(months, current)
                                                                .map(
                                                                        month ->
                                                                                level(
                                                                                        id, month,
                                                                                        it))))
                        .toList();
        for (Level level : levels) {
            for (int percent : List.of(CreditThreshold.NEARLY_USED, CreditThreshold.ALL_USED)) {
                CreditThreshold threshold =
                        new CreditThreshold(id, level.month(), level.limit(), percent);
                if (threshold.isReachedBy(level.used())) {
                    alert(new CreditAlert(threshold, level.used()));
                }
            }
        }
        if (refused) {
            levels.stream()
                    .min(Comparator.comparingLong(Level::left))
                    .ifPresent(
                            it ->
                                    alert(
                                            new CreditAlert(
                                                    new CreditThreshold(
                                                            id,
                                                            it.month(),
                                                            it.limit(),
                                                            CreditThreshold.ALL_USED),
                                                    it.used())));
        }
    }

    private static Stream<YearMonth> months(Set<YearMonth> used, YearMonth current) {
        List<YearMonth> months = new ArrayList<>(used);
        months.add(current);
        return months.stream().distinct().sorted();
    }

    private Level level(ProjectId project, YearMonth month, long limit) {
        return new Level(Optional.of(month), limit, usage.credits(project, month));
    }

    private void alert(CreditAlert alert) {
        if (usage.isRemembered(alert.threshold())) {
            return;
        }
        publisher.publish(alert);
        observer.creditAlert(alert);
        usage.remember(alert.threshold(), clock.instant());
    }
}
