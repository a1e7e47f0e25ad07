package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Direct messages and comments of fans, which Meta delivers to the webhook. */
final class InstagramSource {
    static final String MESSAGE = "neon";
    static final String COMMENT = "glow";

    private static final String POST = "17895695668004550";

    private final SourceContext context;
    private final InstagramReceiver instagram;

    InstagramSource(SourceContext context) {
        this.context = context;
        this.instagram = context.application().instagram();
    }

    void send(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        boolean stop = type == TriggerType.INSTAGRAM_DM && chance.of("stop").hits(0.15);
        // Meta delivers some messages late, even after the account may no longer answer them
        Instant at =
                chance.of("late").hits(0.2)
                        ? context.kernel.now().minus(Duration.ofHours(chance.of("by").below(30)))
                        : context.kernel.now();
        InstagramService meta = context.deployment.instagram;
        if (type == TriggerType.INSTAGRAM_DM) {
            meta.wrote(fan.instagramAccount(), id, at);
        } else {
            meta.commented(id, context.kernel.now());
        }
        InstagramEvent event =
                type == TriggerType.INSTAGRAM_DM
                        ? new InstagramEvent.DirectMessage(
                                SampleProject.INSTAGRAM,
                                fan.instagramAccount(),
                                id,
                                stop ? "STOP" : MESSAGE,
                                Optional.of(at))
                        : new InstagramEvent.Comment(
                                SampleProject.INSTAGRAM,
                                fan.instagramAccount(),
                                id,
                                List.of(POST),
                                COMMENT);
        EventId known = new EventId((type == TriggerType.INSTAGRAM_DM ? "igdm:" : "igc:") + id);
        context.repeat(
                "instagram-webhook",
                id,
                () -> instagram.receive(List.of(event), 0, context.deadline()),
                () -> {
                    if (!stop) {
                        context.acknowledge(InstagramReceiver.class, known);
                    }
                });
    }
}
