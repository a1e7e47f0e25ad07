package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A project's limits on its messages, and what is used of them. */
public final class MessageLimitService {
    private static final Requirement MET = Requirement.messageLimits();

    private final ProjectStore projects;
    private final MessageBudgetStore budgets;
    private final WakeUpQueue wakeUps;
    private final InstantSource clock;

    public MessageLimitService(
            ProjectStore projects,
            MessageBudgetStore budgets,
            WakeUpQueue wakeUps,
            InstantSource clock) {
        this.projects = projects;
        this.budgets = budgets;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /**
     * A project's credits now.
     *
     * @param used of the granted credits; empty if none were granted
     * @param month the current month in UTC
     * @param usedInMonth of the monthly limit; empty if there is none
     */
    public record Credits(
            CreditLimits limits, OptionalLong used, YearMonth month, OptionalLong usedInMonth) {}

    /**
     * @throws ProblemException NOT_FOUND
     */
    public List<FrequencyCap> caps(ProjectId id) {
        return get(id).limits().caps();
    }

    /**
     * Replaces the project's frequency caps, and wakes the runs that wait for them. They apply to
     * every message that is decided from two seconds later on, and count the messages since a cap
     * on their channel was first set.
     *
     * @throws ProblemException NOT_FOUND
     */
    public List<FrequencyCap> useCaps(ProjectId id, List<FrequencyCap> caps) {
        return change(id, limits -> limits.withCaps(caps)).limits().caps();
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Credits credits(ProjectId id) {
        return credits(get(id));
    }

    /**
     * Replaces the project's credit limits, and wakes the runs that wait for credits.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Credits useCredits(ProjectId id, CreditLimits credits) {
        return credits(change(id, limits -> limits.withCredits(credits)));
    }

    /**
     * Stops all messages of the project's flows, or lets them go on and wakes the runs that waited.
     * Steps remember the project for two seconds; a message that is being handed over goes out.
     *
     * @throws ProblemException NOT_FOUND
     */
    public boolean stopSending(ProjectId id, boolean stopped) {
        UnaryOperator<MessageLimits> change = limits -> limits.withStopped(stopped);
        // stopping lets no run go on
        Project changed = stopped ? store(id, change) : change(id, change);
        return changed.limits().stopped();
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public boolean isSendingStopped(ProjectId id) {
        return get(id).limits().stopped();
    }

    private Credits credits(Project project) {
        CreditLimits limits = project.limits().credits();
        Instant now = clock.instant();
        YearMonth month = CreditPool.month(now);
        return new Credits(
                limits,
                used(project.id(), CreditPool.ALL_TIME, limits.granted()),
                month,
                used(project.id(), month.toString(), limits.monthly()));
    }

    private OptionalLong used(ProjectId project, String pool, OptionalLong limit) {
        return limit.isPresent()
                ? OptionalLong.of(Arrays.stream(budgets.used(project, pool)).sum())
                : OptionalLong.empty();
    }

    private Project get(ProjectId id) {
        return projects.find(id).orElseThrow(() -> missing(id));
    }

    private Project change(ProjectId id, UnaryOperator<MessageLimits> change) {
        wakeUps.requirementAboutToBeMet(id, MET);
        Project changed = store(id, change);
        wakeUps.requirementMet(id, MET);
        return changed;
    }

    private Project store(ProjectId id, UnaryOperator<MessageLimits> change) {
        return projects.change(id, project -> project.withLimits(change.apply(project.limits())))
                .orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("no such project: " + id);
    }
}
