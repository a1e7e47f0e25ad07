package dev.actionflows.aws;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import java.util.List;

/** How many messages a queue holds. */
final class QueueLength {
    /** Visible, in-flight, and delayed messages together are all messages of the queue. */
    private static final List<QueueAttributeName> COUNTS =
            List.of(
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private QueueLength() {}

    /** Approximately, as SQS counts them. */
    static int of(SqsClient client, String queueUrl) {
        return AwsErrors.call(
                        () ->
                                client.getQueueAttributes(
                                        queue -> queue.queueUrl(queueUrl).attributeNames(COUNTS)))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
