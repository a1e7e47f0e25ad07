package dev.actionflows.aws;

import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;

import software.amazon.awssdk.services.sqs.SqsClient;

/** Sends detected releases to their own queue. */
public final class SqsDetectedReleaseQueue implements DetectedReleaseQueue {
    private final SqsClient client;
    private final String queueUrl;

    public SqsDetectedReleaseQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(DetectedRelease detected) {
        String body = DetectedReleaseMessage.encode(detected);
        AwsErrors.call(
                () ->
                        client.sendMessage(
                                message ->
                                        message.queueUrl(queueUrl)
                                                .messageBody(body)
                                                .messageGroupId(detected.project().value())));
    }
}
