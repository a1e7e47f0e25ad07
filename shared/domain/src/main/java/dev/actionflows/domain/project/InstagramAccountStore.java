package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * Which project an Instagram account belongs to. All accounts of a deployment share one webhook, so
 * that an account belongs to at most one project; a project has at most one account.
 */
public interface InstagramAccountStore {
    /** The project that has the account. */
    Optional<ProjectId> ownerOf(InstagramAccountId account);

    /** The project's account. */
    Optional<InstagramAccountId> of(ProjectId project);

    /**
     * Assigns the account to the project in place of any earlier one, which becomes free. Atomic:
     * no reader sees the project with both or neither.
     *
     * @return false if another project has the account; nothing is changed in that case
     */
    boolean assign(ProjectId project, InstagramAccountId account);

    /** Removes the project's account, if any. */
    void release(ProjectId project);
}
