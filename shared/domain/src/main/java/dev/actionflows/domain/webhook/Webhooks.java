package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The webhooks of a project, which are stored together: there are few, whoever stores an event
 * needs all, and so their number is limited exactly.
 *
 * @param list in the order of their creation
 * @param revision incremented by each change; 0 if there never was one
 */
public record Webhooks(ProjectId project, List<Webhook> list, long revision) {
    /** The most that a project may have. */
    public static final int MAX = 10;

    public Webhooks {
        list = List.copyOf(list);
    }

    public static Webhooks none(ProjectId project) {
        return new Webhooks(project, List.of(), 0);
    }

    public Optional<Webhook> find(WebhookId id) {
        return list.stream().filter(it -> it.id().equals(id)).findFirst();
    }

    public boolean isFull() {
        return list.size() >= MAX;
    }

    Webhooks with(Webhook added) {
        List<Webhook> all = new ArrayList<>(list);
        all.add(added);
        return new Webhooks(project, all, revision);
    }

    Webhooks without(WebhookId id) {
        return new Webhooks(
                project, list.stream().filter(it -> !it.id().equals(id)).toList(), revision);
    }

    Webhooks changed(WebhookId id, UnaryOperator<Webhook> change) {
        return new Webhooks(
                project,
                list.stream().map(it -> it.id().equals(id) ? change.apply(it) : it).toList(),
                revision);
    }

    /** With this revision. */
    public Webhooks withRevision(long stored) {
        return new Webhooks(project, list, stored);
    }
}
