package dev.actionflows.simulator;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookObserver;
import dev.actionflows.domain.webhook.WebhookUrl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Judges from the answers that the deliverer got whether a webhook was disabled for a reason. */
final class WebhookStops implements WebhookObserver {
    /** So long every attempt has to fail. */
    private static final Duration TRIED_FOR = Duration.ofDays(3);

    /** Failures that are further apart say nothing of the time between them. */
    private static final Duration SILENCE = Duration.ofHours(29);

    /** Two answers that come at the same time are noted in either order. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    private static final WebhookAnswer GONE = new WebhookAnswer.Answered(410);

    private final ViolationLog violations;
    private final Map<WebhookUrl, List<WebhookDelivery.Attempt>> failures = new HashMap<>();
    private final Map<WebhookId, List<Instant>> successes = new HashMap<>();

    WebhookStops(ViolationLog violations) {
        this.violations = violations;
    }

    /** The deliverer has an answer, and may die before it has stored it. */
    void answered(Subscriber subscriber, WebhookDelivery.Attempt attempt) {
        if (!attempt.answer().delivers()) {
            failures.computeIfAbsent(subscriber.url, _ -> new ArrayList<>()).add(attempt);
        }
    }

    @Override
    public void attempted(WebhookDelivery delivery) {
        delivery.last()
                .filter(it -> it.answer().delivers())
                .ifPresent(
                        it ->
                                successes
                                        .computeIfAbsent(
                                                delivery.key().webhook(), _ -> new ArrayList<>())
                                        .add(it.at()));
    }

    @Override
    public void swept(Duration oldest) {}

    @Override
    public void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason) {}

    /** Called when nothing more is going to be attempted. */
    void check(Subscriber subscriber, Webhook webhook) {
        webhook.stop()
                .filter(stop -> !isJustified(stop, subscriber, webhook))
                .ifPresent(
                        stop ->
                                violations.add(
                                        Guarantee.REPORTED,
                                        subscriber.url
                                                + " was disabled without a reason: "
                                                + stop));
    }

    private boolean isJustified(Webhook.Stop stop, Subscriber subscriber, Webhook webhook) {
        List<WebhookDelivery.Attempt> failed = failures.getOrDefault(subscriber.url, List.of());
        return switch (stop.reason()) {
            case GONE -> failed.stream().anyMatch(it -> it.answer().equals(GONE));
            case FAILING ->
                    !beginOfFailures(stop.at(), webhook.id(), failed)
                            .isAfter(stop.at().minus(TRIED_FOR));
            case PAUSED, UNKNOWN -> false;
        };
    }

    /** The first of the failures until then without a success or a silence among them. */
    private Instant beginOfFailures(
            Instant end, WebhookId webhook, List<WebhookDelivery.Attempt> failed) {
        Instant success =
                successes.getOrDefault(webhook, List.of()).stream()
                        .filter(end.minus(AT_ONCE)::isAfter)
                        .max(Instant::compareTo)
                        .orElse(Instant.MIN);
        Instant begin = end;
        for (Instant at :
                failed.stream()
                        .map(WebhookDelivery.Attempt::at)
                        .filter(it -> it.isAfter(success) && !it.isAfter(end))
                        .sorted()
                        .toList()
                        .reversed()) {
            if (at.isBefore(begin.minus(SILENCE))) {
                return begin;
            }
            begin = at;
        }
        return begin;
    }
}
