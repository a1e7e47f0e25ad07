package dev.actionflows.simulator;

import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookDeliveryStore;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The schedule of sweeps for deliveries. It fires each minute; here, where it may find something. A
 * function whose clock is behind does not find it yet.
 */
final class WebhookSweeps {
    private static final int INTERVAL_SECONDS = 60;

    /** No backlog here takes this long to be sent. */
    static final Duration STUCK = Duration.ofHours(6);

    private final Kernel kernel;
    private final WebhookDeliveryStore log;
    private final Runnable sweep;
    private final Set<Instant> minutes = new HashSet<>();

    /**
     * @param log without a network in between
     */
    WebhookSweeps(Kernel kernel, WebhookDeliveryStore log, Runnable sweep) {
        this.kernel = kernel;
        this.log = log;
        this.sweep = sweep;
    }

    /** Called when a delivery was stored or moved, if it is one. */
    void changed(Object what) {
        Optional<WebhookDelivery.Key> key =
                switch (what) {
                    case WebhookDelivery delivery -> Optional.of(delivery.key());
                    case WebhookDeliveryStore.Due due -> Optional.of(due.key());
                    default -> Optional.empty();
                };
        key.flatMap(log::find)
                .ifPresent(delivery -> delivery.dueAt().ifPresent(at -> fire(delivery.key(), at)));
    }

    private void fire(WebhookDelivery.Key key, Instant dueAt) {
        Chance chance = kernel.chance("webhook sweep").of("" + Optional.of(key) + dueAt);
        Instant first = dueAt.plus(chance.between(0, INTERVAL_SECONDS * 1_000L));
        kernel.at(first, sweep);
        fireAgain(key, dueAt, first.plusSeconds(INTERVAL_SECONDS));
    }

    /** A sweep leaves what is beyond a webhook's share to the next one, a minute later. */
    private void fireAgain(WebhookDelivery.Key key, Instant dueAt, Instant at) {
        kernel.at(
                at,
                () -> {
                    if (log.find(key).flatMap(WebhookDelivery::dueAt).equals(Optional.of(dueAt))) {
                        if (minutes.add(at.truncatedTo(ChronoUnit.MINUTES))) {
                            sweep.run();
                        }
                        if (at.isBefore(dueAt.plus(STUCK))) {
                            fireAgain(key, dueAt, at.plusSeconds(INTERVAL_SECONDS));
                        }
                    }
                });
    }
}
