package dev.actionflows.domain.management;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ProjectId;

/**
 * Observes the access tokens of the projects' Instagram accounts. Never throws, and nothing depends
 * on it.
 */
public interface InstagramTokenObserver {
    /** A new token is stored. */
    void tokenRefreshed(ProjectId project);

    /** The previous token stays in use; the next run tries again. */
    void tokenNotRefreshed(ProjectId project, Reason reason);

    /** As {@link #tokenNotRefreshed}, because of an exception. */
    void refreshFailed(ProjectId project, RuntimeException failure);

    /**
     * All accounts were checked. Reported by each complete run.
     *
     * @param accounts the number of accounts with a token
     * @param failing how many of them cannot send, or will soon be unable to, because their
     *     authorization has ended or cannot be refreshed
     */
    void accountsChecked(int accounts, int failing);
}
