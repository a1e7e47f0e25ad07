package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.streaming.ProviderIds;

import java.time.Instant;

/**
 * An artist of the project.
 *
 * @param serviceIds the artist's ids at the streaming services, at least one of them given
 */
public record Artist(ArtistId id, String name, ServiceIds serviceIds, Instant createdAt) {
    /** With given ids; the others are not searched. */
    public Artist(ArtistId id, String name, ProviderIds given, Instant createdAt) {
        this(id, name, ServiceIds.given(given), createdAt);
    }

    /** The ids that are known. */
    public ProviderIds providerIds() {
        return serviceIds.known();
    }

    /** States the ids again, and searches the others. */
    public Artist stated(ServiceIds.Statement statement, Instant now) {
        boolean sameFacts = statement.given().equals(serviceIds.given());
        return with(serviceIds.stated(statement, sameFacts, new ServiceId.Pending(), now));
    }

    /** Searches again what is missing. */
    public Artist searchedAgain(Instant now) {
        return with(serviceIds.searchedAgain(new ServiceId.Pending(), now));
    }

    public Artist with(ServiceIds changed) {
        return new Artist(id, name, changed, createdAt);
    }
}
