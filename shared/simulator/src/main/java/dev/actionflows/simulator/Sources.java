package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.List;
import java.util.Set;

/**
 * All sources of events except texts: fans, their browsers, Meta, the label's servers, and the
 * detection of releases. Each call is repeated a few times until it is answered.
 */
final class Sources {
    private final SourceContext context;
    private final InstagramSource instagram;
    private final ServerSource servers;
    private final PageSource pages;
    private final HostedPageSource hostedPages;
    private final ConnectSource connects;
    private final DetectedReleaseSource releases;
    private final ExpiringConnectionSource expiring;

    Sources(Deployment deployment) {
        this.context = new SourceContext(deployment);
        this.instagram = new InstagramSource(context);
        this.servers = new ServerSource(context);
        this.pages = new PageSource(context);
        this.hostedPages = new HostedPageSource(context, pages);
        this.connects = new ConnectSource(context);
        this.releases = new DetectedReleaseSource(context);
        this.expiring = new ExpiringConnectionSource(context);
    }

    /** The events that were answered with 2xx and must therefore be stored. */
    Set<EventId> acknowledged() {
        return context.acknowledged();
    }

    /** The releases whose message the queue has accepted. */
    List<DetectedRelease> detected() {
        return releases.sent();
    }

    /**
     * The number of browsers that received the result that the account is connected and the action
     * done.
     */
    int connected() {
        return connects.connected();
    }

    /** Registers fans who opt in to all releases of the artist from the start. */
    void optIn(List<SimulatedFan> fans) {
        releases.optIn(fans);
    }

    /**
     * Emits an event that a flow may listen to.
     *
     * @param id the same for every report of the event
     */
    void emit(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        switch (type) {
            case SMS_KEYWORD ->
                    throw new IllegalArgumentException("texts have a source of their own");
            case INSTAGRAM_DM, INSTAGRAM_COMMENT -> instagram.send(type, fan, id, chance);
            case RELEASE_DETECTED -> releases.detect(id);
            case CONNECTION_EXPIRING -> expiring.connect(fan, id, chance);
            // steps of other flows lead to these
            case RELEASE_SAVED, SEGMENT_ENTERED, MESSAGE_DELIVERED, LINK_CLICKED -> {}
            case SMS_OPTED_IN, EMAIL_OPTED_IN -> {
                if (chance.of("typed").hits(0.5)) {
                    if (isHosted(chance)) {
                        hostedPages.signUp(type, fan, id);
                    } else {
                        pages.typeAddress(type, fan, id);
                    }
                } else {
                    servers.report(type, fan, id, chance);
                }
            }
            case TRACK_LISTENED -> {
                if (chance.of("way").hits(0.7)) {
                    act(type, fan, id, chance);
                } else {
                    servers.report(type, fan, id, chance);
                }
            }
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> {
                switch (chance.of("way").below(3)) {
                    case 0 -> connects.connect(type, fan, id, chance);
                    case 1 -> act(type, fan, id, chance);
                    default -> servers.report(type, fan, id, chance);
                }
            }
        }
    }

    /** A fan acts on a page, of the label or of ours. */
    private void act(TriggerType type, SimulatedFan fan, String id, Chance chance) {
        if (isHosted(chance)) {
            hostedPages.act(type, fan, id);
        } else {
            pages.act(type, fan, id);
        }
    }

    private static boolean isHosted(Chance chance) {
        return chance.of("page").hits(0.3);
    }
}
