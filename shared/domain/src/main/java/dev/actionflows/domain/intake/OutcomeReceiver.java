package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/**
 * Receives what came about inside the system, mostly by the completed steps of runs: no external
 * request leads here. Idempotent.
 */
public final class OutcomeReceiver {
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final Intake intake;

    public OutcomeReceiver(FanLookup fans, ConnectionStore connections, Intake intake) {
        this.fans = fans;
        this.connections = connections;
        this.intake = intake;
    }

    /**
     * When it returns, the result of the event is stored. Nothing is stored if no flow listens, if
     * the fan has been erased, or if the connection that was about to expire is no longer the
     * fan's. When it throws, the same event may be passed again.
     *
     * @throws ProblemException NOT_FOUND if the project is unknown
     */
    public void receive(OutcomeEvent outcome) {
        EventScopes scopes = scopes(outcome);
        IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                outcome.project(),
                                Optional.empty(),
                                outcome.type(),
                                scopes.scopes()));
        if (facts.project().isEmpty()) {
            throw ProblemException.notFound("no such project: " + outcome.project());
        }
        fans.find(outcome.project(), outcome.fan())
                .filter(fan -> isCurrent(outcome, fan))
                .ifPresent(fan -> intake.takeIfAnyFlowListens(event(outcome, scopes, fan), facts));
    }

    /** Of expiring connections, one flow of the project hears, whatever the service. */
    private static EventScopes scopes(OutcomeEvent outcome) {
        return outcome.type() == TriggerType.CONNECTION_EXPIRING
                ? EventScopes.ofProject(outcome.scope())
                : EventScopes.of(outcome.scope());
    }

    /** A fan who has renewed or withdrawn the authorization meanwhile is not asked to renew it. */
    private boolean isCurrent(OutcomeEvent outcome, Fan fan) {
        return outcome.type() != TriggerType.CONNECTION_EXPIRING
                || connections.connections(outcome.project(), fan).stream()
                        .filter(connection -> !connection.ended())
                        .map(it -> ExpiringConnection.of(outcome.project(), it).eventId())
                        .anyMatch(outcome.id()::equals);
    }

    private static IncomingEvent event(OutcomeEvent outcome, EventScopes scopes, Fan fan) {
        return new IncomingEvent(
                outcome.project(),
                outcome.id(),
                outcome.type(),
                scopes,
                outcome.at(),
                new EventSender.Known(EventFan.of(outcome.project(), fan)),
                new EventConsent.None(),
                Optional.empty(),
                outcome.cause());
    }
}
