package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.Map;

public final class InMemoryWebhookStore implements WebhookStore {
    private final Map<ProjectId, Webhooks> webhooks = new HashMap<>();

    @Override
    public synchronized Webhooks find(ProjectId project) {
        return webhooks.getOrDefault(project, Webhooks.none(project));
    }

    @Override
    public synchronized boolean replace(Webhooks updated) {
        if (find(updated.project()).revision() != updated.revision()) {
            return false;
        }
        webhooks.put(updated.project(), updated.withRevision(updated.revision() + 1));
        return true;
    }
}
