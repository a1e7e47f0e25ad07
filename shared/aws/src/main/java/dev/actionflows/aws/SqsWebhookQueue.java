package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookQueue;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import java.util.ArrayList;
import java.util.List;

/**
 * Sends deliveries to their queue, whose consumer decodes them with {@link WebhookMessage}. The
 * message group is the webhook, so that one with many deliveries, or whose receiver is slow, does
 * not delay others, whether of another project or its own. Source: Amazon SQS Developer Guide,
 * "Amazon SQS fair queues".
 */
public final class SqsWebhookQueue implements WebhookQueue {
    /** The maximum of one SendMessageBatch call. */
    private static final int BATCH = 10;

    private final SqsClient client;
    private final String queueUrl;

    public SqsWebhookQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(List<WebhookDelivery.Key> deliveries) {
        for (int from = 0; from < deliveries.size(); from += BATCH) {
            sendBatch(deliveries.subList(from, Math.min(deliveries.size(), from + BATCH)));
        }
    }

    private void sendBatch(List<WebhookDelivery.Key> deliveries) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (WebhookDelivery.Key delivery : deliveries) {
            entries.add(
                    SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(entries.size()))
                            .messageBody(WebhookMessage.encode(delivery))
                            .messageGroupId(delivery.webhook().value())
                            .build());
        }
        int taken =
                AwsErrors.call(
                                () ->
                                        client.sendMessageBatch(
                                                batch -> batch.queueUrl(queueUrl).entries(entries)))
                        .successful()
                        .size();
        if (taken < entries.size()) {
            throw new ProblemException(
                    ErrorCode.TRY_AGAIN, "the queue did not take all deliveries; try again");
        }
    }
}
