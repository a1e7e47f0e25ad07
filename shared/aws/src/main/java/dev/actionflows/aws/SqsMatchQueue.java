package dev.actionflows.aws;

import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.MatchRequest;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.time.Duration;

/** Sends requests to search ids to their own queue. */
public final class SqsMatchQueue implements MatchQueue {
    private final SqsClient client;
    private final String queueUrl;

    public SqsMatchQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(MatchRequest request, Duration delay) {
        String body = MatchRequestMessage.encode(request);
        AwsErrors.call(
                () ->
                        client.sendMessage(
                                message ->
                                        message.queueUrl(queueUrl)
                                                .messageBody(body)
                                                .delaySeconds(Math.toIntExact(delay.toSeconds()))
                                                .messageGroupId(request.project().value())));
    }
}
