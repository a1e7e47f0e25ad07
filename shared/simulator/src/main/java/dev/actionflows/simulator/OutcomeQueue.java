package dev.actionflows.simulator;

import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.intake.OutcomeReceiver;

/** The queue of what completed steps lead to, and the function that reads it. */
final class OutcomeQueue {
    private final Faults faults;
    private final Kernel kernel;
    private final PlayedParts played;
    private final boolean outage;
    private final OutcomeReceiver receiver;
    private final Queue<OutcomeEvent> queue;

    OutcomeQueue(Kernel kernel, Faults faults, PlayedParts played, OutcomeReceiver receiver) {
        this.kernel = kernel;
        this.faults = faults;
        this.played = played;
        // such as a lost permission, until faults end: then messages become dead letters
        this.outage = kernel.chance("outcome events").of("outage").hits(0.2);
        this.receiver = receiver;
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "OutcomeEvents",
                                "OutcomeEventsDead",
                                "OutcomeEventsSource",
                                "outcome-events"),
                        event -> event.id().value(),
                        this::handle,
                        played::add);
    }

    Queue<OutcomeEvent> queue() {
        return queue;
    }

    private void handle(Queue.Message<OutcomeEvent> message) {
        if (outage && faults.hits(kernel.chance("outcome events").of(message.id()), 0.95)) {
            throw new IllegalStateException("the function cannot work");
        }
        receiver.receive(message.body());
        played.add("receiver OutcomeReceiver");
    }
}
