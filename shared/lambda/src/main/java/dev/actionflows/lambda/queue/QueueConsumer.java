package dev.actionflows.lambda.queue;

import dev.actionflows.domain.run.Deadline;

/** Processes the messages of one batch. */
@FunctionalInterface
public interface QueueConsumer {
    /**
     * @throws RuntimeException when the message is to be redelivered
     */
    void receive(SqsBatch.Message message, Deadline deadline);

    /** Called once, after all messages, unless the deadline has passed. */
    default void finish(Deadline deadline) {}
}
