package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

/**
 * Which project an Instagram account belongs to. A deployment is told of all its accounts at one
 * address, so an account is of one project at most, and a project has one account at most.
 */
public interface InstagramAccountStore {
    /** The project whose account it is. */
    Optional<ProjectId> ownerOf(InstagramAccountId account);

    /** The project's account. */
    Optional<InstagramAccountId> of(ProjectId project);

    /**
     * Gives the project this account in place of any before, which is free from that moment on.
     * Nobody ever sees the project with both or with neither.
     *
     * @return false when another project has the account; nothing is changed then
     */
    boolean assign(ProjectId project, InstagramAccountId account);

    /** Takes the project's account from it, if it has one. */
    void release(ProjectId project);
}
