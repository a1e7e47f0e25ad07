package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Assigns an Instagram account to a project, which then receives its messages and comments, and
 * sends as this account if it has its access token.
 */
public final class InstagramChannelService {
    /** What runs wait for that cannot send without a token. */
    private static final Requirement MET = Requirement.instagramAccess();

    private final ProjectStore projects;
    private final InstagramAccountStore accounts;
    private final PlanLimits limits;
    private final Vault vault;
    private final WakeUpQueue wakeUps;
    private final InstantSource clock;

    public InstagramChannelService(
            ProjectStore projects,
            InstagramAccountStore accounts,
            PlanLimits limits,
            Vault vault,
            WakeUpQueue wakeUps,
            InstantSource clock) {
        this.projects = projects;
        this.accounts = accounts;
        this.limits = limits;
        this.vault = vault;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /**
     * @param account empty if the project has none
     */
    public record Setting(Project project, Optional<InstagramAccount> account) {}

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Setting get(ProjectId id) {
        return new Setting(project(id), accounts.find(id));
    }

    /**
     * Assigns an account in place of any earlier one. A token replaces an earlier one, and wakes
     * the runs that wait for it. Without a token, the project keeps the one that it has for this
     * account; one for another account is removed.
     *
     * @param token a long-lived access token of the account
     * @throws ProblemException NOT_FOUND; NOT_ALLOWED if the plan does not include Instagram;
     *     STATE_CONFLICT if the account belongs to another project, which is not revealed
     */
    public Setting use(ProjectId id, InstagramAccountId account, Optional<InstagramToken> token) {
        Project project = project(id);
        Optional<String> refusal = limits.refusesInstagram(project.plan());
        if (refusal.isPresent()) {
            throw new ProblemException(ErrorCode.NOT_ALLOWED, refusal.get());
        }
        Optional<InstagramAccess> access = token.map(it -> access(project, it));
        access.ifPresent(_ -> wakeUps.requirementAboutToBeMet(id, MET));
        if (!accounts.assign(id, account, access)) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "another project of this deployment has this Instagram account; it has to"
                            + " release it first");
        }
        access.ifPresent(_ -> wakeUps.requirementMet(id, MET));
        return new Setting(project, accounts.find(id));
    }

    private InstagramAccess access(Project project, InstagramToken token) {
        return InstagramAccess.granted(
                vault.seal(project, InstagramAccess.TOKEN_CONTEXT, token.value()), clock.instant());
    }

    /**
     * Removes the account and its token: the project receives no messages and comments any more,
     * and sends none. Possible on any plan.
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
