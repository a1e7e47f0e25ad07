package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.Upc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An album, EP or single of the project.
 *
 * @param title at most {@link #MAX_TEXT_LENGTH} code points, as the artist's name
 * @param releaseDate the release day, in UTC
 * @param upc given, or found at a service where it has an id
 * @param isrc of a recording of it, by which it is searched while its UPC is unknown
 * @param serviceIds its ids at the streaming services; may have none before release day
 */
public record Release(
        ReleaseId id,
        String title,
        String artistName,
        LocalDate releaseDate,
        Optional<Upc> upc,
        Optional<Isrc> isrc,
        ServiceIds serviceIds,
        Instant createdAt) {
    /** The maximum length of its title and of a name of an artist, in Unicode code points. */
    public static final int MAX_TEXT_LENGTH = 200;

    /** With given ids; the others are not searched. */
    public Release(
            ReleaseId id,
            String title,
            String artistName,
            LocalDate releaseDate,
            ProviderIds given,
            Instant createdAt) {
        this(
                id,
                title,
                artistName,
                releaseDate,
                Optional.empty(),
                Optional.empty(),
                ServiceIds.given(given),
                createdAt);
    }

    /** The ids that are known. */
    public ProviderIds providerIds() {
        return serviceIds.known();
    }

    /**
     * What a developer states of a release.
     *
     * @param upc if empty, it is read again at a service where the release has an id
     * @param isrc if empty, the release has none
     */
    public record Statement(Optional<Upc> upc, Optional<Isrc> isrc, ServiceIds.Statement ids) {}

    /** States its codes and ids again, and searches the others. */
    public Release stated(Statement statement, Instant now) {
        boolean sameFacts =
                statement.ids().given().equals(serviceIds.given())
                        && (statement.upc().isEmpty() || statement.upc().equals(upc))
                        && statement.isrc().equals(isrc);
        Optional<Upc> next = sameFacts ? upc : statement.upc();
        boolean searchable =
                next.isPresent()
                        || statement.isrc().isPresent()
                        || !statement.ids().given().byProvider().isEmpty();
        return with(
                next,
                statement.isrc(),
                serviceIds.stated(statement.ids(), sameFacts, missing(searchable), now));
    }

    /** Searches again what is missing. */
    public Release searchedAgain(Instant now) {
        boolean searchable =
                upc.isPresent() || isrc.isPresent() || !providerIds().byProvider().isEmpty();
        return with(upc, serviceIds.searchedAgain(missing(searchable), now));
    }

    private static ServiceId missing(boolean searchable) {
        return searchable
                ? new ServiceId.Pending()
                : new ServiceId.NotFound(ServiceId.NotFoundReason.NO_UPC);
    }

    public Release with(Optional<Upc> changedUpc, ServiceIds changed) {
        return with(changedUpc, isrc, changed);
    }

    private Release with(Optional<Upc> changedUpc, Optional<Isrc> changedIsrc, ServiceIds changed) {
        return new Release(
                id, title, artistName, releaseDate, changedUpc, changedIsrc, changed, createdAt);
    }

    /** The beginning of release day. */
    public Instant outAt() {
        return releaseDate.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public boolean isOut(Instant now) {
        return !releaseDate.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}
