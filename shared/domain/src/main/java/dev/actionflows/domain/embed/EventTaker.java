package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.Person;
import dev.actionflows.domain.intake.Receipt;

import java.util.List;
import java.util.Map;

/** The last steps of every event: consent is stored before anything is started by it. */
final class EventTaker {
    private final FanStore fans;
    private final Intake intake;
    private final IntakeObserver observer;

    EventTaker(FanStore fans, Intake intake, IntakeObserver observer) {
        this.fans = fans;
        this.intake = intake;
        this.observer = observer;
    }

    /** Stores that the owner of an address agreed; once an event. */
    void recordConsent(
            ProjectId project,
            Identity identity,
            ConsentChange.Kind kind,
            FanEvent event,
            Map<String, String> evidence) {
        fans.recordConsent(
                project,
                identity,
                new ConsentChange(kind, event.id().value(), event.receivedAt(), evidence));
    }

    Receipt take(Person person, FanEvent event, List<TriggerClaim> claims) {
        Receipt receipt = intake.take(person, event, claims);
        observer.eventReceived(person.project(), event.type(), receipt.outcome());
        return receipt;
    }
}
