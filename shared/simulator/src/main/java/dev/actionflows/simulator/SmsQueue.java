package dev.actionflows.simulator;

import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.SmsEventReceiver;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The topic to which an SMS provider publishes texts and reports, the queue behind it, and the
 * function that reads the queue.
 */
final class SmsQueue {
    private final Kernel kernel;
    private final Faults faults;
    private final boolean outage;
    private final SmsEventReceiver receiver;
    private final Queue<SmsEvent> queue;
    private final Set<StepKey> reported = new LinkedHashSet<>();
    private BiConsumer<SmsEvent.Inbound, EventOutcome> onText = (_, _) -> {};

    SmsQueue(Kernel kernel, Faults faults, PlayedParts played, SmsEventReceiver receiver) {
        this.kernel = kernel;
        this.faults = faults;
        // such as a lost permission, until faults end: then messages become dead letters
        this.outage = kernel.chance("sms events").of("outage").hits(0.2);
        this.receiver = receiver;
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "SmsEvents", "SmsEventsDead", "SmsEventsSource", "sms-events"),
                        SmsQueue::nameOf,
                        this::handle,
                        played::add);
    }

    private static String nameOf(SmsEvent event) {
        return switch (event) {
            case SmsEvent.Inbound text -> "text " + text.id();
            case SmsEvent.Report(String messageKey, DeliveryReport report) ->
                    report.getClass().getSimpleName() + " " + messageKey;
        };
    }

    Queue<SmsEvent> queue() {
        return queue;
    }

    /**
     * @param onText called with each text that was processed, and its outcome
     */
    void listen(BiConsumer<SmsEvent.Inbound, EventOutcome> onText) {
        this.onText = onText;
    }

    /** The topic repeats an event until the queue takes it. */
    void publish(SmsEvent event) {
        kernel.start(
                "topic " + nameOf(event),
                () -> queue.send(event),
                failure -> {
                    if (failure != null) {
                        kernel.after(Duration.ofSeconds(5), () -> publish(event));
                    }
                });
    }

    private void handle(Queue.Message<SmsEvent> message) {
        if (outage && faults.hits(kernel.chance("sms events").of(message.id()), 0.95)) {
            throw new IllegalStateException("the function cannot work");
        }
        receiver.receive(message.body())
                .ifPresent(outcome -> onText.accept((SmsEvent.Inbound) message.body(), outcome));
        if (message.body() instanceof SmsEvent.Report(String messageKey, DeliveryReport _)) {
            reported.add(StepKey.ofMessageKey(messageKey).orElseThrow());
        }
    }

    /** Whether a report about this step's text was processed. */
    boolean processed(StepKey step) {
        return reported.contains(step);
    }
}
