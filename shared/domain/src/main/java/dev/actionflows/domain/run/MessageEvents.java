package dev.actionflows.domain.run;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reports what becomes of the messages of steps, later, as events to which other flows can listen.
 * Nothing is sent if no flow of the project may listen.
 */
public final class MessageEvents {
    private final FactReader facts;
    private final OutcomeEventSender sender;
    private final InstantSource clock;

    /**
     * @param queue requested only if a flow may listen
     */
    public MessageEvents(FactReader facts, Supplier<OutcomeEventQueue> queue, InstantSource clock) {
        this.facts = facts;
        this.sender = new OutcomeEventSender(queue, clock);
        this.clock = clock;
    }

    /** A message has reached the fan, and that is not recorded yet. */
    void delivered(Run run, int index) {
        send(run, index, delivered(run.flow()));
    }

    /** The fan has clicked a link in a message, and that is not recorded yet. */
    public void clicked(Run run, int index) {
        send(run, index, clicked(run.flow()));
    }

    private void send(Run run, int index, CausedEvent event) {
        Facts known = facts.read(run, RequiredFacts.nothing().withListeners());
        if (Listeners.of(known, clock.instant()).mayHear(event)) {
            sender.send(run, index, List.of(event));
        }
    }

    private static CausedEvent delivered(FlowId flow) {
        return CausedEvent.of(TriggerType.MESSAGE_DELIVERED, flow.value());
    }

    private static CausedEvent clicked(FlowId flow) {
        return CausedEvent.of(TriggerType.LINK_CLICKED, flow.value());
    }

    /**
     * What the message of a step may cause once it has been sent: that it is delivered, if somebody
     * reports that, and that a link in it is clicked, if it has one.
     *
     * @param flow of the step
     * @return empty if it is no message
     */
    public static List<CausedEvent> causedBy(FlowId flow, Step step) {
        return Stream.concat(Stream.of(step), step.variants().stream())
                .flatMap(variant -> causedByOne(flow, variant).stream())
                .distinct()
                .toList();
    }

    private static List<CausedEvent> causedByOne(FlowId flow, Step step) {
        return switch (step) {
            case Step.SendText text ->
                    causedBy(flow, Stream.of(delivered(flow)), Stream.of(text.text()));
            case Step.SendEmail mail ->
                    causedBy(
                            flow,
                            Stream.of(delivered(flow)),
                            Stream.of(mail.subject(), mail.body()));
            case Step.SendInstagramDm message ->
                    causedBy(flow, Stream.of(), Stream.of(message.text()));
            default -> List.of();
        };
    }

    private static List<CausedEvent> causedBy(
            FlowId flow, Stream<CausedEvent> delivery, Stream<MessageTemplate> templates) {
        Stream<CausedEvent> click =
                templates.anyMatch(MessageEvents::mayHaveLink)
                        ? Stream.of(clicked(flow))
                        : Stream.of();
        return Stream.concat(delivery, click).toList();
    }

    private static boolean mayHaveLink(MessageTemplate template) {
        return template.mayHave(MergeTag.CONNECT_LINK) || template.mayHave(MergeTag.RELEASE_LINK);
    }
}
