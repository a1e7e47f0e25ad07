package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in reporting what happens to who subscribes to it. */
final class WebhookMutants {
    private WebhookMutants() {}

    static List<Mutant> all() {
        return List.of(
                mutant(
                        "a delivery that was stored but not sent is not sent when its batch comes"
                                + " again",
                        "WebhookOutbox",
                        "return stored.isPending() && stored.attempts() == 0",
                        "return stored == delivery"),
                mutant(
                        "webhooks are remembered from batch to batch",
                        "WebhookOutbox",
                        "Map<ProjectId, Webhooks> read = new HashMap<>();",
                        """
                        record Kept() {
                            static final Map<Integer, Map<ProjectId, Webhooks>> ALL =
                                    new java.util.concurrent.ConcurrentHashMap<>();
                        }
                        Map<ProjectId, Webhooks> read =
                                Kept.ALL.computeIfAbsent(
                                        System.identityHashCode(webhooks), _ -> new HashMap<>());
                        """),
                mutant(
                        "an event has another id each time it is derived",
                        "WebhookOutbox",
                        "webhook.id(), event.id())",
                        """
                        webhook.id(),
                        dev.actionflows.domain.id.WebhookEventId.of(
                                clock.instant(), event.id().value()))
                        """),
                mutant(
                        "a run before and after a change are mixed up",
                        "WebhookEvents",
                        "end(after.status()).ifPresent(",
                        "end(before.orElse(after.status())).ifPresent("),
                mutant(
                        "an event is delivered to who does not subscribe to it",
                        "webhook/Webhook",
                        "return events.contains(event.type())",
                        "return true"),
                mutant(
                        "what happened before a webhook was created is delivered to it",
                        "webhook/Webhook",
                        "createdAt.minus(CLOCKS_DIFFER)",
                        "Instant.EPOCH"),
                mutant(
                        "a consent that lifts no STOP is reported",
                        "WebhookEvents",
                        ".filter(_ -> !after.stopped())",
                        ""),
                mutant(
                        "each further STOP is reported",
                        "WebhookEvents",
                        "if (after.stopped() && before.filter(AddressSnapshot::stopped).isEmpty())"
                                + " {",
                        "if (after.stopped()) {"),
                mutant(
                        "the consent of an address that has agreed before is not reported",
                        "WebhookEvents",
                        ".equals(after.consent()));",
                        ".isPresent());"),
                mutant(
                        "a delivery counts as delivered before it is posted",
                        "WebhookDeliverer",
                        "WebhookAnswer answer = sender.post(post);",
                        """
                        deliveries.replace(
                                pending.get()
                                        .delivered(
                                                new WebhookDelivery.Attempt(
                                                        clock.instant(),
                                                        new WebhookAnswer.Answered(200))));
                        WebhookAnswer answer = sender.post(post);
                        """),
                mutant(
                        "an attempt that failed is not repeated",
                        "WebhookDeliverer",
                        "retries.after(delivery.failures() + 1).map(attempt.at()::plus)",
                        "retries.after(99).map(attempt.at()::plus)"),
                mutant(
                        "a delivery that is to be repeated is not found",
                        "WebhookDelivery",
                        "Optional.of(attempt), next, next);",
                        "Optional.of(attempt), next, Optional.empty());"),
                mutant(
                        "a success does not end failures in a row",
                        "webhook/Webhook",
                        "return with(stop, Optional.empty(), Optional.empty());",
                        "return this;"),
                mutant(
                        "a silence does not end failures in a row",
                        "webhook/Webhook",
                        "last.filter(it -> !at.isAfter(it.plus(SILENCE))).isEmpty()",
                        "last.isEmpty()"),
                mutant(
                        "a webhook of which something is tried again is disabled at once",
                        "WebhookHealth",
                        "next.isPending() ? RetrySchedule.LONGEST",
                        "next.isPending() ? Duration.ZERO"),
                mutant(
                        "what is beyond the share of a webhook is never sent",
                        "DueDeliveries",
                        "int sent = Math.min(ofWebhook.size(), allowed);",
                        """
                        record Kept() {
                            static final Map<WebhookId, Integer> ALL = new java.util.HashMap<>();
                        }

                        int all = Kept.ALL.merge(first.webhook(), ofWebhook.size(), Integer::sum);
                        int sent = all > allowed ? 0 : ofWebhook.size();
                        """),
                mutant(
                        "a sweep sends more of a webhook than its share",
                        "DueDeliveries",
                        "Math.min(ofWebhook.size(), allowed)",
                        "ofWebhook.size()"),
                mutant(
                        "a webhook that fails gets as much as one that does not",
                        "WebhookSweeper",
                        "it.failingSince().isEmpty() ? share : failing",
                        "share"),
                mutant(
                        "a webhook that is disabled gets as much as one that is not",
                        "WebhookSweeper",
                        ".orElse(ending)",
                        ".orElse(share)"),
                mutant(
                        "an attempt whose storing is confirmed late counts twice",
                        "WebhookDeliverer",
                        "!ends && current.get().attempts() > delivery.attempts()",
                        "false"),
                mutant(
                        "a disabled webhook still gets what is pending",
                        "webhook/Webhook",
                        "return isEnabled() && subscribesTo(typeName);",
                        "return subscribesTo(typeName);"),
                mutant(
                        "what happened before a webhook was disabled is not in its log",
                        "webhook/Webhook",
                        "stop.filter(it -> !at.isBefore(it.at())).isEmpty()",
                        "isEnabled()"),
                mutant(
                        "any answer counts as a delivery",
                        "WebhookAnswer",
                        "return status >= 200 && status < 300;",
                        "return status >= 200;"),
                mutant(
                        "a secret that was replaced no longer signs",
                        "WebhookDeliverer",
                        "now.isBefore(it.until())",
                        "now.isAfter(it.until())"),
                mutant(
                        "the signature is that of another time",
                        "WebhookDeliverer",
                        "new WebhookSecret(it).sign(id, now, delivery.body())",
                        "new WebhookSecret(it).sign(id, now.plusSeconds(1), delivery.body())"));
    }

    private static Mutant mutant(
            String mistake, String source, String original, String replacement) {
        return new Mutant(mistake, Guarantee.REPORTED, source, original, replacement);
    }
}
