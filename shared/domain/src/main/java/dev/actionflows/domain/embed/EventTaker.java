package dev.actionflows.domain.embed;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.Listeners;
import dev.actionflows.domain.intake.NoRun;
import dev.actionflows.domain.intake.Person;
import dev.actionflows.domain.intake.Receipt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The last steps of every event: consent is stored before anything is started by it. */
final class EventTaker {
    private final IntakeReader reader;
    private final FanStore fans;
    private final Intake intake;
    private final IntakeObserver observer;

    EventTaker(IntakeReader reader, FanStore fans, Intake intake, IntakeObserver observer) {
        this.reader = reader;
        this.fans = fans;
        this.intake = intake;
        this.observer = observer;
    }

    /**
     * Finds the person of an event. If they would be known in too many ways, the event is kept with
     * that reason, and its sender is told.
     *
     * @param known with whom it is kept then
     * @param resolving see {@link FanResolver#resolve}
     */
    Fan resolve(ProjectId project, FanEvent event, Optional<FanId> known, Supplier<Fan> resolving) {
        try {
            return resolving.get();
        } catch (ProblemException e) {
            if (e.code() == ErrorCode.STATE_CONFLICT) {
                Receipt receipt = intake.ignored(project, known, event, NoRun.TOO_MANY_IDENTITIES);
                observer.eventReceived(project, event.type(), receipt.outcome());
            }
            throw e;
        }
    }

    /**
     * Stores that the owner of an address agreed; once an event.
     *
     * @param begunAt see {@link ConsentChange}
     */
    void recordConsent(
            ProjectId project,
            Identity identity,
            ConsentChange.Kind kind,
            FanEvent event,
            Instant begunAt,
            Map<String, String> evidence) {
        fans.recordConsent(
                project,
                identity,
                new ConsentChange(kind, event.id().value(), begunAt, event.receivedAt(), evidence));
    }

    /**
     * Starts what listens.
     *
     * @param facts that were read for the event
     * @param scopes of the event, most specific first
     */
    Receipt take(
            Person person,
            FanEvent event,
            IntakeReader.IntakeFacts facts,
            List<String> scopes,
            Instant now) {
        Receipt receipt =
                intake.take(
                        person,
                        event,
                        Listeners.find(reader, facts, person.ids(), event.type(), scopes, now));
        observer.eventReceived(person.project(), event.type(), receipt.outcome());
        return receipt;
    }
}
