package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * Which project an Instagram account belongs to, and with which access token the project sends. All
 * accounts of a deployment share one webhook, so that an account belongs to at most one project; a
 * project has at most one account.
 */
public interface InstagramAccountStore {
    /** The project that has the account. */
    Optional<ProjectId> ownerOf(InstagramAccountId account);

    /** The project's account. Strongly consistent. */
    Optional<InstagramAccount> find(ProjectId project);

    /** The id of the project's account. */
    default Optional<InstagramAccountId> of(ProjectId project) {
        return find(project).map(InstagramAccount::id);
    }

    /** As {@link #assign(ProjectId, InstagramAccountId, Optional)}, without an access. */
    default boolean assign(ProjectId project, InstagramAccountId account) {
        return assign(project, account, Optional.empty());
    }

    /**
     * Assigns the account to the project in place of any earlier one, which becomes free. Atomic:
     * no reader sees the project with both or neither, or an account with another one's access.
     *
     * @param access in place of any earlier one; empty to keep the access that the project has to
     *     this account, if any
     * @return false if another project has the account; nothing is changed in that case
     */
    boolean assign(ProjectId project, InstagramAccountId account, Optional<InstagramAccess> access);

    /**
     * Replaces the access, unless the project has another account or token by now, or the access
     * has ended: only a new token, by {@link #assign}, ends the runs' wait for one.
     *
     * @param expected the account as it was read, with an access
     * @return whether it was stored
     */
    boolean replace(ProjectId project, InstagramAccount expected, InstagramAccess updated);

    /** Removes the project's account with its access, if any. */
    void release(ProjectId project);

    /**
     * The projects whose account has an access, by id. Strongly consistent.
     *
     * @param cursor the end of the previous page
     */
    Page<ProjectId> withAccess(Optional<String> cursor, int limit);
}
