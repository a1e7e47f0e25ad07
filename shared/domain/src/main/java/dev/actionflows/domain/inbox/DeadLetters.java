package dev.actionflows.domain.inbox;

import java.util.List;

/** Counts the messages that failed so often that they wait for the operator of the deployment. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * The queues that contain such messages, whichever project these concern.
     *
     * @throws dev.actionflows.domain.error.ProblemException if they cannot be counted now
     */
    List<Count> counts();

    /**
     * The messages of one queue.
     *
     * @param alarm the name of its alarm, under which {@code docs/operations.md} says what to do
     * @param messages about how many, at least one
     */
    record Count(String alarm, long messages) {}

    /** The entries of the inbox. */
    default List<InboxItem> items() {
        return counts().stream()
                .map(
                        it ->
                                InboxItem.one(InboxKind.DEAD_LETTERS)
                                        .of(it.alarm())
                                        .times(it.messages(), false))
                .toList();
    }
}
