package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;

/** The webhooks of projects. */
public interface WebhookStore {
    /** Those of a project; strongly consistent. */
    Webhooks find(ProjectId project);

    /**
     * Stores a project's webhooks unless they have changed since they were read.
     *
     * @param updated with the revision that was read; the stored one is the next
     * @return false if they have changed
     */
    boolean replace(Webhooks updated);
}
