package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * An album, EP or single of the project.
 *
 * @param title at most {@link #MAX_TEXT_LENGTH} code points, as the artist's name
 * @param releaseDate when it comes out, as far as known
 * @param cancelledAt when it was cancelled; empty if it was not, or has got a date since
 * @param isHastened whether runs that wait for it had to be woken by its latest date or
 *     cancellation: a repeated request wakes them again, in case the first one died before it did
 * @param serviceIds its ids at the streaming services; may have none before release day
 */
public record Release(
        ReleaseId id,
        String title,
        String artistName,
        ReleaseDate releaseDate,
        Optional<Instant> cancelledAt,
        boolean isHastened,
        ReleaseCodes codes,
        ServiceIds serviceIds,
        Instant createdAt) {
    /** The maximum length of its title and of a name of an artist, in Unicode code points. */
    public static final int MAX_TEXT_LENGTH = 200;

    /** On a day in UTC, with given ids; the others are not searched. */
    public Release(
            ReleaseId id,
            String title,
            String artistName,
            LocalDate releaseDate,
            ProviderIds given,
            Instant createdAt) {
        this(id, title, artistName, ReleaseDate.of(releaseDate), given, createdAt);
    }

    /** With given ids; the others are not searched. */
    public Release(
            ReleaseId id,
            String title,
            String artistName,
            ReleaseDate releaseDate,
            ProviderIds given,
            Instant createdAt) {
        this(
                id,
                title,
                artistName,
                releaseDate,
                Optional.empty(),
                false,
                ReleaseCodes.none(),
                ServiceIds.given(given),
                createdAt);
    }

    /** The ids that are known. */
    public ProviderIds providerIds() {
        return serviceIds.known();
    }

    /** Its UPC, given or found. */
    public Optional<Upc> upc() {
        return codes.upc();
    }

    /** The ISRC of a recording of it. */
    public Optional<Isrc> isrc() {
        return codes.isrc();
    }

    /**
     * What a developer states of a release. Codes that are left out stay; ids are replaced.
     *
     * @param upc of the release
     * @param isrc of a recording of it
     */
    public record Statement(Optional<Upc> upc, Optional<Isrc> isrc, ServiceIds.Statement ids) {}

    /**
     * States its codes and ids again, and searches the others. Found ids stay as long as what they
     * were found by does: the given UPC or, without one, the given ids and the ISRC. An id in place
     * of a found one shows that the others may be wrong, too.
     */
    public Release stated(Statement statement, Instant now) {
        ReleaseCodes next = codes.given(statement.upc(), statement.isrc());
        boolean sameFacts =
                next.givenUpc().isPresent()
                        ? next.givenUpc().equals(codes.upc())
                        : (codes.isrc().isEmpty() || next.isrc().equals(codes.isrc()))
                                && serviceIds.agreesWith(statement.ids().given());
        ReleaseCodes known = sameFacts ? next.found(codes.foundUpc()) : next;
        boolean searchable = known.isAnyKnown() || !statement.ids().given().byProvider().isEmpty();
        return with(known, serviceIds.stated(statement.ids(), sameFacts, missing(searchable), now));
    }

    /** Searches again what is missing. */
    public Release searchedAgain(Instant now) {
        boolean searchable = codes.isAnyKnown() || !providerIds().byProvider().isEmpty();
        return with(codes, serviceIds.searchedAgain(missing(searchable), now));
    }

    private static ServiceId missing(boolean searchable) {
        return searchable
                ? new ServiceId.Pending()
                : new ServiceId.NotFound(ServiceId.NotFoundReason.NO_UPC);
    }

    /**
     * With the results of a search.
     *
     * @param upc that it went by
     */
    public Release searched(Optional<Upc> upc, ServiceIds results) {
        return with(codes.found(upc), results);
    }

    /**
     * With an id that was found without a search.
     *
     * @return the same release if it has an id there, or is known to be absent
     */
    public Release found(StreamingProvider provider, String id) {
        return with(codes, serviceIds.found(provider, id));
    }

    private Release with(ReleaseCodes changedCodes, ServiceIds changed) {
        return new Release(
                id,
                title,
                artistName,
                releaseDate,
                cancelledAt,
                isHastened,
                changedCodes,
                changed,
                createdAt);
    }

    /**
     * With another date, which also reinstates a cancelled one.
     *
     * @return the same release if nothing changes
     */
    public Release movedTo(ReleaseDate date) {
        return date.equals(releaseDate) && cancelledAt.isEmpty()
                ? this
                : with(date, Optional.empty());
    }

    /**
     * Cancelled.
     *
     * @return the same release if it was cancelled before
     */
    public Release cancelled(Instant now) {
        return isCancelled() ? this : with(releaseDate, Optional.of(now));
    }

    /**
     * Whatever waits for it has to be looked at if it may have to be done, or given up, sooner than
     * it was going to be.
     */
    private Release with(ReleaseDate date, Optional<Instant> cancelled) {
        boolean hastened =
                (cancelled.isPresent() && !isCancelled()) || date.mayBeSoonerThan(releaseDate);
        return new Release(
                id,
                title,
                artistName,
                date,
                cancelled,
                hastened,
                codes,
                serviceIds.touched(),
                createdAt);
    }

    /** Whether it is never released, as far as known. */
    public boolean isCancelled() {
        return cancelledAt.isPresent();
    }

    /** The beginning of the day on which it is certainly out, unless it is cancelled. */
    public Instant outAt() {
        return releaseDate.outAt();
    }

    public boolean isOut(Instant now) {
        return status(now) == ReleaseStatus.OUT;
    }

    public ReleaseStatus status(Instant now) {
        if (isCancelled()) {
            return ReleaseStatus.CANCELLED;
        }
        return releaseDate.isOut(now) ? ReleaseStatus.OUT : ReleaseStatus.ANNOUNCED;
    }
}
