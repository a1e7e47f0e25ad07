package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Set;

/**
 * Where events come from, texts aside: fans, their browsers, Meta, the label's own servers, and the
 * detection of releases. Each call is repeated a few times until it is answered.
 */
final class Sources {
    private final SourceContext context;
    private final InstagramSource instagram;
    private final ServerSource servers;
    private final PageSource pages;
    private final ConnectSource connects;
    private final DetectedReleaseSource releases;

    Sources(Deployment deployment) {
        this.context = new SourceContext(deployment);
        this.instagram = new InstagramSource(context);
        this.servers = new ServerSource(context);
        this.pages = new PageSource(context);
        this.connects = new ConnectSource(context);
        this.releases = new DetectedReleaseSource(context);
    }

    /** Events that were answered 2xx, and are stored therefore. */
    Set<EventId> acknowledged() {
        return context.acknowledged();
    }

    /** Releases whose message the queue has accepted. */
    List<DetectedRelease> detected() {
        return releases.sent();
    }

    /** How many browsers were told that the fan's account is connected and the action is done. */
    int connected() {
        return connects.connected();
    }

    /** Registers fans who want all releases of the artist from the beginning. */
    void optIn(List<SimulatedFan> fans) {
        releases.optIn(fans);
    }

    /**
     * An event occurs that a flow may listen to.
     *
     * @param id the same each time that it is reported
     */
    void emit(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        switch (type) {
            case SMS_KEYWORD ->
                    throw new IllegalArgumentException("texts have a source of their own");
            case INSTAGRAM_DM, INSTAGRAM_COMMENT -> instagram.send(type, fan, id, chance);
            case RELEASE_DETECTED -> releases.detect(id);
            case SMS_OPTED_IN, EMAIL_OPTED_IN -> {
                if (chance.of("typed").hits(0.5)) {
                    pages.typeAddress(type, fan, id);
                } else {
                    servers.report(type, fan, id, chance);
                }
            }
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> {
                switch (chance.of("way").below(3)) {
                    case 0 -> connects.connect(type, fan, id, chance);
                    case 1 -> pages.act(type, fan, id);
                    default -> servers.report(type, fan, id, chance);
                }
            }
        }
    }
}
