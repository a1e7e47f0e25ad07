package dev.actionflows.aws;

import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.privacy.ErasureTask;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.time.Duration;

/**
 * Sends the work of erasures to their queue, whose consumer decodes it with {@link ErasureMessage}.
 */
public final class SqsErasureQueue implements ErasureQueue {
    /** The message group of messages that belong to no project. */
    private static final String REAPPLICATIONS = "reapplications";

    private final SqsClient client;
    private final String queueUrl;

    public SqsErasureQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(ErasureTask task, Duration delay) {
        String body = ErasureMessage.encode(task);
        String group =
                switch (task) {
                    case ErasureTask.Erase erase -> erase.project().value();
                    case ErasureTask.Reapply _ -> REAPPLICATIONS;
                };
        AwsErrors.call(
                () ->
                        client.sendMessage(
                                message ->
                                        message.queueUrl(queueUrl)
                                                .messageBody(body)
                                                .messageGroupId(group)
                                                .delaySeconds(Math.toIntExact(delay.toSeconds()))));
    }
}
