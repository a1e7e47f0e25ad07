package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;

import java.util.Optional;

/**
 * Receives what the completed steps of runs lead to, from inside the system only: no external
 * request leads here. Idempotent.
 */
public final class OutcomeReceiver {
    private final FanLookup fans;
    private final Intake intake;

    public OutcomeReceiver(FanLookup fans, Intake intake) {
        this.fans = fans;
        this.intake = intake;
    }

    /**
     * When it returns, the result of the event is stored. Nothing is stored if no flow listens, or
     * if the fan has been erased. When it throws, the same event may be passed again.
     *
     * @throws ProblemException NOT_FOUND if the project is unknown
     */
    public void receive(OutcomeEvent outcome) {
        EventScopes scopes = EventScopes.of(outcome.scope());
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
                .ifPresent(fan -> intake.takeIfAnyFlowListens(event(outcome, scopes, fan), facts));
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
                Optional.of(outcome.cause()));
    }
}
