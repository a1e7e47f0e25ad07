package dev.actionflows.aws;

import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import java.util.List;
import java.util.function.Function;

/** How many messages a queue holds. */
final class QueueLength {
    /** Visible, in-flight, and delayed messages together are all messages of the queue. */
    private static final List<QueueAttributeName> COUNTS =
            List.of(
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private QueueLength() {}

    /**
     * Approximately, as SQS counts them.
     *
     * @param call the client's, made by the class whose queue it is: the check of permissions reads
     *     in the classes which queue each function calls
     */
    static int of(
            String queueUrl, Function<GetQueueAttributesRequest, GetQueueAttributesResponse> call) {
        GetQueueAttributesRequest request =
                GetQueueAttributesRequest.builder()
                        .queueUrl(queueUrl)
                        .attributeNames(COUNTS)
                        .build();
        return AwsErrors.call(() -> call.apply(request)).attributes().values().stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }
}
