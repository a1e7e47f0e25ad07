package dev.actionflows.aws;

import dev.actionflows.domain.inbox.DeadLetters;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the messages of the dead-letter queues, without reading any. The numbers are approximate.
 * Source: Amazon SQS API Reference, GetQueueAttributes.
 */
public final class SqsDeadLetters implements DeadLetters {
    private final SqsClient client;
    private final Map<String, String> queueUrls;

    /**
     * @param queues each queue as {@code alarm=URL}, separated by spaces
     */
    public SqsDeadLetters(SqsClient client, String queues) {
        this.client = client;
        this.queueUrls = new LinkedHashMap<>();
        for (String queue : queues.split(" ", -1)) {
            int end = queue.indexOf('=');
            queueUrls.put(queue.substring(0, end), queue.substring(end + 1));
        }
    }

    @Override
    public List<Count> counts() {
        List<Count> counts = new ArrayList<>();
        queueUrls.forEach(
                (alarm, url) -> {
                    // including those that somebody is looking at
                    int messages =
                            QueueLength.of(url, request -> client.getQueueAttributes(request));
                    if (messages > 0) {
                        counts.add(new Count(alarm, messages));
                    }
                });
        return counts;
    }
}
