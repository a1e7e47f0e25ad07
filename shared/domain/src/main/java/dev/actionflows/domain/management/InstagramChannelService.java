package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.util.Optional;

/** Assigns an Instagram account to a project, which then receives its messages and comments. */
public final class InstagramChannelService {
    private final ProjectStore projects;
    private final InstagramAccountStore accounts;
    private final PlanLimits limits;

    public InstagramChannelService(
            ProjectStore projects, InstagramAccountStore accounts, PlanLimits limits) {
        this.projects = projects;
        this.accounts = accounts;
        this.limits = limits;
    }

    /**
     * @param account empty if the project has none
     */
    public record Setting(Project project, Optional<InstagramAccountId> account) {}

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Setting get(ProjectId id) {
        return new Setting(project(id), accounts.of(id));
    }

    /**
     * Assigns an account in place of any earlier one.
     *
     * @throws ProblemException NOT_FOUND; NOT_ALLOWED if the plan does not include Instagram;
     *     STATE_CONFLICT if the account belongs to another project, which is not revealed
     */
    public Setting use(ProjectId id, InstagramAccountId account) {
        Project project = project(id);
        Optional<String> refusal = limits.refusesInstagram(project.plan());
        if (refusal.isPresent()) {
            throw new ProblemException(ErrorCode.NOT_ALLOWED, refusal.get());
        }
        if (!accounts.assign(id, account)) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "another project of this deployment has this Instagram account; it has to"
                            + " release it first");
        }
        return new Setting(project, Optional.of(account));
    }

    /**
     * Removes the account: the project receives no messages and comments any more. Possible on any
     * plan.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Setting release(ProjectId id) {
        Project project = project(id);
        accounts.release(id);
        return new Setting(project, Optional.empty());
    }

    private Project project(ProjectId id) {
        return projects.find(id)
                .orElseThrow(() -> ProblemException.notFound("no such project: " + id));
    }
}
