package dev.actionflows.simulator;

import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.intake.OutcomeReceiver;

/** The queue of what came about inside the system, and the function that reads it. */
final class OutcomeQueue {
    private final Faults faults;
    private final Kernel kernel;
    private final PlayedParts played;
    private final ExpiryCheck expiry;
    private final boolean outage;
    private final OutcomeReceiver receiver;
    private final Queue<OutcomeEvent> queue;

    OutcomeQueue(Deployment deployment) {
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.played = deployment.played;
        this.expiry = deployment.watcher.expiry;
        // such as a lost permission, until faults end: then messages become dead letters
        this.outage = kernel.chance("outcome events").of("outage").hits(0.2);
        this.receiver = deployment.application.outcomes();
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

    void send(OutcomeEvent event) {
        queue.send(event);
        expiry.sent(event);
    }

    Queue<OutcomeEvent> queue() {
        return queue;
    }

    private void handle(Queue.Message<OutcomeEvent> message) {
        if (outage && faults.hits(kernel.chance("outcome events").of(message.id()), 0.95)) {
            throw new IllegalStateException("the function cannot work");
        }
        expiry.receiving(message.body(), () -> receiver.receive(message.body()));
        played.add("receiver OutcomeReceiver");
    }
}
