package dev.actionflows.domain.intake;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.ReservedWords;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.run.StepKey;

import java.util.Optional;

/**
 * Receives what an SMS provider puts into a queue: fans' texts, for the project whose number they
 * were sent to, and delivery reports. When {@link #receive} returns, the event is stored; receiving
 * it again has no further effect.
 */
public final class SmsEventReceiver {
    /** See {@link InboundText#optOutType}. */
    private static final String OPTED_OUT = "STOP";

    private final SmsNumberStore numbers;
    private final TextReceiver texts;
    private final DeliveryReceiver deliveries;

    public SmsEventReceiver(
            SmsNumberStore numbers, TextReceiver texts, DeliveryReceiver deliveries) {
        this.numbers = numbers;
        this.texts = texts;
        this.deliveries = deliveries;
    }

    /**
     * Receives an event. A report about a text that no flow sent is ignored.
     *
     * @return the outcome of a text; empty for a report
     * @throws ProblemException NOT_FOUND if no project has the number, INVALID_REQUEST if the text
     *     is malformed; nothing is stored in these cases
     */
    public Optional<EventOutcome> receive(SmsEvent event) {
        return switch (event) {
            case SmsEvent.Inbound text -> Optional.of(receiveText(text));
            case SmsEvent.Report report -> {
                StepKey.ofMessageKey(report.messageKey())
                        .ifPresent(step -> deliveries.receive(step, report.report()));
                yield Optional.empty();
            }
        };
    }

    private EventOutcome receiveText(SmsEvent.Inbound text) {
        ProjectId project =
                numbers.ownerOf(text.to())
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                "no project has the number that was texted: PUT"
                                                        + " …/sms with provider aws"));
        return texts.receive(
                new InboundText(
                        project,
                        Optional.of(text.id()),
                        Optional.of(text.from()),
                        Optional.of(text.body()),
                        text.keyword().filter(SmsEventReceiver::isOptOut).map(_ -> OPTED_OUT)),
                text.at());
    }

    /** The provider stops messages to the fan on its own, so they are stopped here, too. */
    private static boolean isOptOut(String keyword) {
        return ReservedWords.meaningOf(keyword) == ReservedWords.Meaning.STOP;
    }
}
