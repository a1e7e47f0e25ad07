package dev.actionflows.aws;

import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.event.OutcomeEventQueue;

import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends outcome events to their own queue. */
public final class SqsOutcomeEventQueue implements OutcomeEventQueue {
    private final SqsClient client;
    private final String queueUrl;

    public SqsOutcomeEventQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(OutcomeEvent event) {
        String body = OutcomeEventMessage.encode(event);
        AwsErrors.call(
                () ->
                        client.sendMessage(
                                message ->
                                        message.queueUrl(queueUrl)
                                                .messageBody(body)
                                                .messageGroupId(event.project().value())));
    }
}
