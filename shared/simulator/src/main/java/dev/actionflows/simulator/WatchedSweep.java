package dev.actionflows.simulator;

import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookDeliveryStore;
import dev.actionflows.domain.webhook.WebhookObserver;
import dev.actionflows.domain.webhook.WebhookQueue;
import dev.actionflows.domain.webhook.WebhookStore;
import dev.actionflows.domain.webhook.WebhookSweeper;
import dev.actionflows.domain.webhook.Webhooks;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One sweep of deliveries, which must send no more of a webhook than is its share. */
final class WatchedSweep {
    private static final int SHARE = 4;
    private static final int SHARE_IF_FAILING = 2;
    private static final int SHARE_IF_ENDING = 3;

    /** Small enough to be exceeded. */
    private static final WebhookSweeper.Limits LIMITS =
            new WebhookSweeper.Limits(2, SHARE, SHARE_IF_FAILING, SHARE_IF_ENDING);

    private final ViolationLog violations;
    private final Map<WebhookId, Integer> sent = new HashMap<>();

    /** As the sweep has read them. */
    private final Map<Object, Webhooks> known = new HashMap<>();

    WatchedSweep(ViolationLog violations) {
        this.violations = violations;
    }

    void run(
            WebhookStore webhooks,
            WebhookDeliveryStore deliveries,
            WebhookQueue queue,
            WebhookObserver observer,
            Deadline deadline) {
        WebhookStore read =
                PortProxy.of(
                        WebhookStore.class,
                        webhooks,
                        (_, arguments, call) -> {
                            Object result = call.proceed();
                            if (result instanceof Webhooks found) {
                                known.put(arguments[0], found);
                            }
                            return result;
                        });
        WebhookQueue counted =
                keys -> {
                    keys.forEach(this::count);
                    queue.send(keys);
                };
        new WebhookSweeper(read, deliveries, counted, observer, LIMITS).sweep(deadline);
    }

    private void count(WebhookDelivery.Key key) {
        int count = sent.merge(key.webhook(), 1, Integer::sum);
        if (count > shareOf(key)) {
            violations.add(
                    Guarantee.REPORTED,
                    "a sweep sent " + count + " of " + key.webhook() + ", more than its share");
        }
    }

    private int shareOf(WebhookDelivery.Key key) {
        Webhooks ofProject = known.get(key.project());
        if (ofProject == null) {
            return SHARE_IF_FAILING;
        }
        Optional<Webhook> webhook = ofProject.find(key.webhook());
        if (webhook.filter(Webhook::isEnabled).isEmpty()) {
            return SHARE_IF_ENDING;
        }
        return webhook.get().failingSince().isEmpty() ? SHARE : SHARE_IF_FAILING;
    }
}
