package dev.actionflows.simulator;

import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The label's own server, which reports events for one or two addresses of a fan. */
final class ServerSource {
    private final SourceContext context;
    private final EventRequests requests;
    private final ServerEvents serverEvents;

    ServerSource(SourceContext context) {
        this.context = context;
        this.requests = new EventRequests(context.deployment);
        this.serverEvents = context.application().serverEvents();
    }

    /** Reports one event, sometimes with more than one address. */
    void report(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        boolean mail = type == TriggerType.EMAIL_OPTED_IN;
        boolean both = chance.of("both").hits(0.3);
        EventRequest request =
                requests.of(
                        type,
                        id,
                        Optional.of(fan.phone()).filter(_ -> both || !mail),
                        Optional.of(fan.email()).filter(_ -> both || mail),
                        Optional.empty());
        List<EventAnswer.Accepted> answer = new ArrayList<>();
        context.repeat(
                "embed-events",
                "server " + id,
                () ->
                        answer.add(
                                serverEvents.receive(
                                        context.project(),
                                        request,
                                        Optional.empty(),
                                        SourceContext.CLIENT)),
                () -> context.acknowledge(ServerEvents.class, answer.getLast().event()));
    }
}
