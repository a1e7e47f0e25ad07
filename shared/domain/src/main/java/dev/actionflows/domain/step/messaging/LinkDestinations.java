package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds where the links in a message lead at the moment in which they are opened. */
public final class LinkDestinations {
    /** As long as a step waits for the connection. */
    private static final Duration IDENTIFIES_FOR = Duration.ofDays(30);

    private final ConnectLinks connectLinks;

    public LinkDestinations(Vault vault) {
        this.connectLinks = new ConnectLinks(vault);
    }

    /**
     * The facts needed for the links in the message of a step: those of a link message are about
     * the release of its streaming step.
     */
    public static RequiredFacts required(FlowDefinition definition, int index, FanEvent event) {
        RequiredFacts own = RequiredFacts.nothing().withProject().withFan().withConnections();
        return definition
                .linkedStep(index)
                .flatMap(linked -> definition.steps().get(linked).referredRelease())
                .or(() -> FlowSubject.of(definition, event).release())
                .map(own::withRelease)
                .orElse(own);
    }

    /**
     * Where a link leads, best first. A link to connect leads to the release once the fan has
     * connected.
     *
     * @param context of the step that sent the message, with {@link #required} facts
     * @param device the services that the fan probably uses, best first
     * @return empty if there is nothing to connect, and no release at a service
     */
    public List<LinkDestination> of(
            LinkTarget target, StepContext context, List<StreamingProvider> device) {
        Optional<LinkDestination> connecting =
                target == LinkTarget.CONNECT
                        ? connectLinks
                                .link(context, mayHaveThing(context), identifiesUntil(context))
                                .map(LinkDestination.Connecting::new)
                        : Optional.empty();
        return connecting.map(List::of).orElseGet(() -> releaseAt(context, device));
    }

    private static List<LinkDestination> releaseAt(
            StepContext context, List<StreamingProvider> device) {
        List<StreamingProvider> services =
                Stream.concat(
                                context.connections().stream().map(Connection::provider).sorted(),
                                Stream.concat(
                                        device.stream(), Arrays.stream(StreamingProvider.values())))
                        .distinct()
                        .toList();
        return context.release().map(it -> ReleaseLinks.of(it, services)).orElse(List.of());
    }

    /** Of a link message: the services that may have what its streaming step is about. */
    private static Predicate<StreamingProvider> mayHaveThing(StepContext context) {
        return context.definition()
                .linkedStep(context.index())
                .map(index -> LinkedThing.of(context.definition().steps().get(index), context))
                .<Predicate<StreamingProvider>>map(thing -> thing::mayBeAt)
                .orElse(_ -> true);
    }

    private static Instant identifiesUntil(StepContext context) {
        // a message may have waited for long before it was sent
        Instant sentAt = context.run().step(context.index()).endedAt().orElse(context.now());
        return sentAt.plus(IDENTIFIES_FOR);
    }
}
