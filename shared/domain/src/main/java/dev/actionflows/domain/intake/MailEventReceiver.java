package dev.actionflows.domain.intake;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Receives the mail service's reports. A report changes the outcome of the step that sent the
 * message. A complaint or a hard bounce ends the project's mail to the address immediately; soft
 * bounces do so once the weights of those since the last confirmation, which halve every week, add
 * up to a limit. Processing a report twice has no further effect.
 */
public final class MailEventReceiver {
    /** An address that bounces this often within days is not in use. */
    static final double SOFT_BOUNCE_LIMIT = 3;

    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final String SOFT_BOUNCE_PREFIX = "soft-bounce-";

    private final MessageTracker tracker;
    private final ConsentStore consents;
    private final IdentityHasher identities;

    public MailEventReceiver(
            MessageTracker tracker, ConsentStore consents, IdentityHasher identities) {
        this.tracker = tracker;
        this.consents = consents;
        this.identities = identities;
    }

    /** Processes a report; one about mail that no flow sent is ignored. */
    public void receive(MailEvent event) {
        Optional<StepKey> step = StepKey.ofMessageKey(event.messageKey());
        // first, so that no further mail is authorized
        step.map(it -> it.run().project())
                .or(() -> MailEvent.projectOfQuestion(event.messageKey()))
                .ifPresent(project -> suppress(project, event));
        step.ifPresent(it -> report(event.kind()).ifPresent(report -> tracker.note(it, report)));
    }

    private void suppress(ProjectId project, MailEvent event) {
        Identity address = identities.of(project, event.recipient()).identity();
        switch (event.kind()) {
            case HARD_BOUNCE -> end(project, address, event, ConsentChange.Kind.BOUNCED, "bounce");
            case SOFT_BOUNCE -> countSoftBounce(project, address, event);
            case COMPLAINT ->
                    end(project, address, event, ConsentChange.Kind.COMPLAINED, "complaint");
            case SENT, DELIVERED, REJECTED -> {}
        }
    }

    private static Optional<DeliveryReport> report(MailEvent.Kind kind) {
        return switch (kind) {
            case SENT -> Optional.of(new DeliveryReport.Taken());
            case DELIVERED -> Optional.of(new DeliveryReport.Delivered());
            case REJECTED -> Optional.of(new DeliveryReport.NotDelivered(Reason.REJECTED));
            case HARD_BOUNCE -> Optional.of(new DeliveryReport.NotDelivered(Reason.BOUNCED));
            case SOFT_BOUNCE -> Optional.of(new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED));
            case COMPLAINT -> Optional.empty();
        };
    }

    private void end(
            ProjectId project,
            Identity address,
            MailEvent event,
            ConsentChange.Kind kind,
            String cause) {
        consents.recordConsent(
                project,
                address,
                new ConsentChange(kind, cause + "-" + event.id(), event.at(), Map.of("by", cause)));
    }

    private void countSoftBounce(ProjectId project, Identity address, MailEvent event) {
        consents.recordConsent(
                project,
                address,
                new ConsentChange(
                        ConsentChange.Kind.SOFT_BOUNCE,
                        SOFT_BOUNCE_PREFIX + event.id(),
                        event.at(),
                        Map.of()));
        if (weight(consents.consents(project, address), event) >= SOFT_BOUNCE_LIMIT) {
            end(project, address, event, ConsentChange.Kind.BOUNCED, "soft_bounces");
        }
    }

    /** Bounces before the recipient proved to read mail at the address do not count. */
    private static double weight(List<ConsentChange> changes, MailEvent event) {
        Instant since =
                changes.stream()
                        .filter(change -> change.kind().lifts())
                        .map(ConsentChange::at)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN);
        return changes.stream()
                .filter(change -> change.kind() == ConsentChange.Kind.SOFT_BOUNCE)
                .filter(change -> !change.at().isBefore(since))
                .mapToDouble(
                        change ->
                                Math.pow(
                                        0.5,
                                        (double)
                                                        Duration.between(change.at(), event.at())
                                                                .toMillis()
                                                / HALF_LIFE.toMillis()))
                .map(weight -> Math.min(weight, 1))
                .sum();
    }
}
