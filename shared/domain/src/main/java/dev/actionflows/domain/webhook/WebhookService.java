package dev.actionflows.domain.webhook;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Manages a project's webhooks and their logs. */
public final class WebhookService {
    private static final int MAX_ATTEMPTS = 10;

    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final WebhookQueue queue;
    private final WebhookOutbox outbox;
    private final Vault vault;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param json writes a document
     * @param ids the source of the ids and secrets of new webhooks
     */
    public WebhookService(
            WebhookStore webhooks,
            WebhookDeliveryStore deliveries,
            WebhookQueue queue,
            Function<Map<String, @Nullable Object>, String> json,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.outbox = new WebhookOutbox(webhooks, deliveries, queue, json, clock);
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a webhook is made of.
     *
     * @param enabled whether it is to be enabled; empty to leave that as it is
     */
    public record Wanted(WebhookUrl url, Set<WebhookEventType> events, Optional<Boolean> enabled) {}

    /** A webhook with its secret, which is shown once. */
    public record WithSecret(Webhook webhook, WebhookSecret secret) {}

    public List<Webhook> list(ProjectId project) {
        return webhooks.find(project).list();
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Webhook get(ProjectId project, WebhookId id) {
        return existing(webhooks.find(project), id);
    }

    /**
     * @throws ProblemException STATE_CONFLICT if the project has as many as it may have
     */
    public WithSecret create(Project project, Wanted wanted) {
        WebhookId id = WebhookId.from(ids);
        WebhookSecret secret = WebhookSecret.create(ids);
        Instant now = now();
        Webhook created =
                Webhook.created(
                        id, wanted.url(), wanted.events(), sealed(project, id, secret), now);
        Webhook stored =
                change(
                        project.id(),
                        id,
                        all -> {
                            if (all.find(id).isPresent()) {
                                // by an interrupted attempt of this same request
                                return all;
                            }
                            if (all.isFull()) {
                                throw new ProblemException(
                                        ErrorCode.STATE_CONFLICT,
                                        "a project has at most %d webhooks; delete one, or have"
                                                        .formatted(Webhooks.MAX)
                                                + " one receive more events");
                            }
                            return all.with(enabled(created, wanted, now));
                        });
        return new WithSecret(stored, secret);
    }

    /**
     * Replaces what a webhook is made of. Deliveries that are pending go to the new address.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Webhook replace(ProjectId project, WebhookId id, Wanted wanted) {
        return change(
                project,
                id,
                all -> {
                    existing(all, id);
                    return all.changed(
                            id,
                            it ->
                                    enabled(
                                            it.changed(wanted.url(), wanted.events()),
                                            wanted,
                                            now()));
                });
    }

    private static Webhook enabled(Webhook webhook, Wanted wanted, Instant now) {
        return wanted.enabled()
                .map(on -> on ? webhook.enabled() : webhook.stopped(Webhook.StopReason.PAUSED, now))
                .orElse(webhook);
    }

    /**
     * Nothing is delivered any more; an attempt that has begun may still arrive.
     *
     * @throws ProblemException NOT_FOUND
     */
    public void delete(ProjectId project, WebhookId id) {
        get(project, id);
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            Webhooks before = webhooks.find(project);
            if (before.find(id).isEmpty() || webhooks.replace(before.without(id))) {
                return;
            }
        }
        throw busy();
    }

    /**
     * Gives a webhook a new secret. The one before also signs for {@link Webhook#OVERLAP}; the one
     * before that no longer does.
     *
     * @throws ProblemException NOT_FOUND
     */
    public WithSecret rotate(Project project, WebhookId id) {
        WebhookSecret secret = WebhookSecret.create(ids);
        Sealed sealed = sealed(project, id, secret);
        Webhook stored =
                change(
                        project.id(),
                        id,
                        all -> {
                            String now =
                                    vault.open(
                                            project,
                                            Webhook.context(id),
                                            existing(all, id).secret());
                            // by an interrupted attempt of this same request
                            return now.equals(secret.text())
                                    ? all
                                    : all.changed(id, it -> it.rotated(sealed, now()));
                        });
        return new WithSecret(stored, secret);
    }

    /**
     * Delivers a test event, once however often the request is repeated.
     *
     * @param at when it was requested first
     * @throws ProblemException NOT_FOUND, or STATE_CONFLICT if the webhook is disabled
     */
    public WebhookDelivery test(ProjectId project, WebhookId id, Instant at) {
        Webhook webhook = receiving(project, id);
        WebhookEvent event =
                new WebhookEvent(
                        WebhookEventId.of(at, id.value(), ids.nonce()),
                        project,
                        WebhookEventType.WEBHOOK_TEST,
                        Map.of("projectId", project.value(), "webhookId", id.value()));
        return outbox.send(event, webhook);
    }

    /**
     * The log of a webhook, see {@link WebhookDeliveryStore#list}.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Page<WebhookDelivery> deliveries(
            ProjectId project, WebhookId id, Optional<String> cursor, int limit) {
        get(project, id);
        return deliveries.list(project, id, cursor, limit);
    }

    /**
     * Delivers again, with all attempts before it is given up.
     *
     * @throws ProblemException NOT_FOUND, or STATE_CONFLICT if the webhook is disabled, or does not
     *     subscribe to such events any more
     */
    public WebhookDelivery redeliver(ProjectId project, WebhookId id, WebhookEventId event) {
        Webhook webhook = receiving(project, id);
        WebhookDelivery.Key key = new WebhookDelivery.Key(project, id, event);
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            WebhookDelivery before =
                    deliveries
                            .find(key)
                            .orElseThrow(() -> ProblemException.notFound("no such delivery"));
            requireSubscription(webhook, before.typeName());
            WebhookDelivery again = before.again(now());
            if (deliveries.replace(again)) {
                queue.send(List.of(key));
                return again;
            }
        }
        throw busy();
    }

    private static void requireSubscription(Webhook webhook, String typeName) {
        if (!webhook.subscribesTo(typeName)) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the webhook does not subscribe to %s; add it to its events first"
                            .formatted(typeName));
        }
    }

    private Webhook receiving(ProjectId project, WebhookId id) {
        Webhook webhook = get(project, id);
        if (!webhook.isEnabled()) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT, "the webhook is disabled; enable it first");
        }
        return webhook;
    }

    private Webhook change(ProjectId project, WebhookId id, UnaryOperator<Webhooks> change) {
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            Webhooks before = webhooks.find(project);
            Webhooks after = change.apply(before);
            if (after.equals(before) || webhooks.replace(after)) {
                return existing(after, id);
            }
        }
        throw busy();
    }

    private static Webhook existing(Webhooks all, WebhookId id) {
        return all.find(id).orElseThrow(() -> ProblemException.notFound("no such webhook: " + id));
    }

    private Sealed sealed(Project project, WebhookId id, WebhookSecret secret) {
        return vault.seal(project, Webhook.context(id), secret.text());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException busy() {
        return new ProblemException(
                ErrorCode.TRY_AGAIN, "the webhooks keep changing; repeat the request");
    }
}
