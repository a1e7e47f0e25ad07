package dev.actionflows.simulator;

import dev.actionflows.domain.intake.MailEventReceiver;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reports of the mail service, which a rule puts into a queue, and the function that reads it. */
final class MailReports {
    private final Kernel kernel;
    private final Faults faults;
    private final boolean outage;
    private final MailEventReceiver receiver;
    private final Queue<MailEvent> queue;
    private final PlayedParts played;
    private final Set<StepKey> finished = new LinkedHashSet<>();
    private final List<MailEvent> processed = new ArrayList<>();
    private final Set<MailEvent> reported = new LinkedHashSet<>();

    MailReports(Kernel kernel, Faults faults, PlayedParts played, MailEventReceiver receiver) {
        this.kernel = kernel;
        this.faults = faults;
        // such as a lost permission, until faults end: then messages become dead letters
        this.outage = kernel.chance("mail reports").of("outage").hits(0.2);
        this.receiver = receiver;
        this.played = played;
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "EmailReports",
                                "EmailReportsDead",
                                "EmailEventsSource",
                                "email-events"),
                        event -> event.kind() + " " + event.messageKey(),
                        this::handle,
                        played::add);
    }

    Queue<MailEvent> queue() {
        return queue;
    }

    /** The rule repeats a report until the queue takes it. */
    void report(MailEvent event) {
        played.add("schedule MailReportsRule");
        reported.add(event);
        kernel.start(
                "rule " + event.kind() + " " + event.messageKey(),
                () -> queue.send(event),
                failure -> {
                    if (failure != null) {
                        kernel.after(Duration.ofSeconds(5), () -> report(event));
                    }
                });
    }

    private void handle(Queue.Message<MailEvent> message) {
        MailEvent event = message.body();
        if (outage && faults.hits(kernel.chance("mail reports").of(message.id()), 0.95)) {
            throw new IllegalStateException("the function cannot work");
        }
        receiver.receive(event);
        processed.add(event);
        if (event.kind() != MailEvent.Kind.COMPLAINT) {
            StepKey.ofMessageKey(event.messageKey()).ifPresent(finished::add);
        }
    }

    /** Whether a report about this step's mail was processed. */
    boolean processed(StepKey step) {
        return finished.contains(step);
    }

    /** Everything that the mail service has reported. */
    Set<MailEvent> reported() {
        return reported;
    }

    /** The reports that were processed. */
    List<MailEvent> processed() {
        return processed;
    }
}
