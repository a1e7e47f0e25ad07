package dev.actionflows.domain.visit;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.MessageEvents;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.messaging.LinkDestinations;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Opens the links in messages. Opening one changes nothing but a count, since scanners of
 * messengers and mail programs do it, too. What a person's browser reports is a click, and an event
 * to which flows can listen.
 */
public final class LinkOpener {
    private final LinkStore links;
    private final RunLedger ledger;
    private final FactReader facts;
    private final LinkDestinations destinations;
    private final MessageEvents events;
    private final InstantSource clock;

    public LinkOpener(
            LinkStore links,
            RunLedger ledger,
            FactReader facts,
            LinkDestinations destinations,
            MessageEvents events,
            InstantSource clock) {
        this.links = links;
        this.ledger = ledger;
        this.facts = facts;
        this.destinations = destinations;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Opens a link, and counts that.
     *
     * @param device the services that the visitor probably uses, best first
     * @return empty if the message has no such link, or if its fan has been erased
     */
    public Optional<OpenedLink> open(
            LinkAddress address, List<StreamingProvider> device, Deadline deadline) {
        Optional<OpenedLink> opened = look(address, device, deadline);
        opened.ifPresent(_ -> links.open(address.code(), clock.instant()));
        return opened;
    }

    /** The same without counting it, for a request that asks only whether the link exists. */
    public Optional<OpenedLink> look(
            LinkAddress address, List<StreamingProvider> device, Deadline deadline) {
        return find(address)
                .flatMap(this::message)
                .map(message -> context(message, deadline))
                .filter(context -> context.fan().isPresent())
                .map(
                        context ->
                                new OpenedLink(
                                        context.project(),
                                        address.target(),
                                        context.release(),
                                        destinations.of(address.target(), context, device)));
    }

    /**
     * Notes that a person has seen the page behind a link. The event is stored in its queue before
     * the click is counted, under the same id each time.
     *
     * @return whether the message has such a link
     */
    public boolean click(LinkAddress address) {
        Optional<MessageLink> link = find(address);
        Optional<SentMessage> message = link.flatMap(this::message);
        if (message.isEmpty()) {
            return false;
        }
        if (link.get().visits().firstClickedAt().isEmpty()) {
            events.clicked(message.get().run(), message.get().index());
        }
        links.click(address.code(), clock.instant());
        return true;
    }

    /** The links of the message, if this is one of them. */
    private Optional<MessageLink> find(LinkAddress address) {
        return links.find(address.code()).filter(it -> it.targets().contains(address.target()));
    }

    private record SentMessage(Run run, int index) {}

    private Optional<SentMessage> message(MessageLink link) {
        return StepKey.ofMessageKey(link.message())
                .flatMap(
                        key -> ledger.find(key.run()).map(run -> new SentMessage(run, key.index())))
                .filter(it -> it.index() < it.run().steps().size());
    }

    private StepContext context(SentMessage message, Deadline deadline) {
        Run run = message.run();
        FlowDefinition definition =
                facts.flowVersion(run.key().project(), run.flow(), run.flowVersion()).definition();
        Facts known =
                facts.read(
                        run, LinkDestinations.required(definition, message.index(), run.event()));
        return new StepContext(run, definition, message.index(), known, clock.instant(), deadline);
    }
}
