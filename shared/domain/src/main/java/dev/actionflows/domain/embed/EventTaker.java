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
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeResult;
import dev.actionflows.domain.intake.ListeningFlows;
import dev.actionflows.domain.intake.NotStartedReason;

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
                IntakeResult result =
                        intake.ignored(project, known, event, NotStartedReason.TOO_MANY_IDENTITIES);
                observer.eventReceived(project, event.type(), result.outcome());
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
    IntakeResult take(
            EventFan person,
            FanEvent event,
            IntakeReader.IntakeFacts facts,
            List<String> scopes,
            Instant now) {
        IntakeResult result =
                intake.take(
                        person,
                        event,
                        ListeningFlows.find(
                                reader, facts, person.ids(), event.type(), scopes, now));
        observer.eventReceived(person.project(), event.type(), result.outcome());
        return result;
    }
}
