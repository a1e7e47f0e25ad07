package dev.actionflows.simulator;

import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/** The event requests that servers and pages send to the API. */
final class EventRequests {
    private final Deployment deployment;

    EventRequests(Deployment deployment) {
        this.deployment = deployment;
    }

    EventRequest of(
            TriggerType type,
            String id,
            Optional<PhoneNumber> phone,
            Optional<EmailAddress> email,
            Optional<String> fanToken) {
        boolean ofRelease =
                type == TriggerType.RELEASE_PRESAVED
                        || type == TriggerType.RELEASE_ADDED_TO_LIBRARY
                        || type == TriggerType.TRACK_LISTENED;
        boolean ofArtist =
                type == TriggerType.ARTIST_FOLLOWED || type == TriggerType.NEXTSAVE_OPTED_IN;
        return new EventRequest(
                "",
                Optional.of(id),
                type,
                phone,
                email,
                fanToken,
                Optional.empty(),
                Optional.of(deployment.sample.release.id()).filter(_ -> ofRelease),
                Optional.of(deployment.sample.artist.id()).filter(_ -> ofArtist),
                Optional.of(new EventRequest.Consent("I want messages", "1"))
                        .filter(_ -> !ofRelease && !ofArtist),
                Optional.empty(),
                Optional.of(NameHistory.TYPED));
    }
}
