package dev.actionflows.webhookdeliverer;

import dev.actionflows.aws.WebhookMessage;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.webhook.WebhookDeliverer;
import dev.actionflows.domain.webhook.WebhookSweeper;
import dev.actionflows.lambda.queue.QueueConsumer;
import dev.actionflows.lambda.queue.SqsBatch;

/** Attempts deliveries, and looks for those that are due. */
final class DeliveryConsumer implements QueueConsumer {
    private final WebhookDeliverer deliverer;
    private final WebhookSweeper sweeper;

    DeliveryConsumer(WebhookDeliverer deliverer, WebhookSweeper sweeper) {
        this.deliverer = deliverer;
        this.sweeper = sweeper;
    }

    @Override
    public void receive(SqsBatch.Message message, Deadline deadline) {
        WebhookMessage.decode(message.body())
                .delivery()
                .ifPresentOrElse(deliverer::deliver, () -> sweeper.sweep(deadline));
    }
}
