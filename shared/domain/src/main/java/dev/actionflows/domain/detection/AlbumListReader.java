package dev.actionflows.domain.detection;

import dev.actionflows.domain.matching.CatalogLookups;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an artist's list of albums at one service as far as there is anything new, once a day to
 * its end, and has what has not been seen before judged. Stores nothing.
 */
final class AlbumListReader {
    private static final Duration FULL_EVERY = Duration.ofDays(1);

    /** After so many pages, the next check goes on: a list of five thousand albums at Spotify. */
    private static final int MAX_PAGES = 500;

    private final StreamingDiscography service;
    private final CatalogLookups lookups;
    private final DetectedReleases releases;
    private final InstantSource clock;

    /**
     * @param service whose list is read
     */
    AlbumListReader(
            StreamingDiscography service,
            CatalogLookups lookups,
            DetectedReleases releases,
            InstantSource clock) {
        this.service = service;
        this.lookups = lookups;
        this.releases = releases;
        this.clock = clock;
    }

    /**
     * @param result with what was judged
     * @param isComplete whether the list was read as far as there was anything new, and everything
     *     was judged
     * @param failure why the service could not be asked on
     */
    record Reading(Discography result, boolean isComplete, Optional<CatalogAnswer> failure) {}

    /**
     * @param artistId at this service
     */
    Reading read(WatchedArtist watched, String artistId, Discography stored) {
        StreamingProvider provider = service.provider();
        Discography before = stored.ofArtist(provider, artistId);
        PassProgress progress = before.passOf(provider, artistId);
        Pages pages = new Pages(before, progress.open().orElseGet(() -> begun(progress)));
        pages.read(artistId);
        AlbumJudging judging =
                new AlbumJudging(service.provider(), lookups, releases, watched, before, clock);
        pages.failure.ifPresent(judging::doNotAsk);
        // of a list that was never read, the original of an edition may be on a page that follows
        boolean isEnough = pages.failure.isEmpty() || progress.current().isPresent();
        boolean isJudged = judging.judgeAll(pages.unknown, isEnough);
        PassProgress after;
        if (!isJudged) {
            // what was not judged may be on any page
            after = progress.startedOver();
        } else if (pages.atEnd) {
            after = progress.done(pages.pass);
        } else {
            after = progress.with(pages.pass);
        }
        return new Reading(
                judging.result().with(provider, after),
                pages.atEnd && isJudged,
                pages.failure.or(judging::failure));
    }

    private PassProgress.Open begun(PassProgress progress) {
        Instant now = clock.instant();
        boolean toTheEnd = progress.full().filter(it -> it.plus(FULL_EVERY).isAfter(now)).isEmpty();
        return new PassProgress.Open(now, toTheEnd, Optional.empty());
    }

    /** The pages of one check. */
    private final class Pages {
        private final Discography before;
        private final List<ListedAlbum> unknown = new ArrayList<>();
        private PassProgress.Open pass;
        private Optional<CatalogAnswer> failure = Optional.empty();
        private boolean atEnd;

        Pages(Discography before, PassProgress.Open pass) {
            this.before = before;
            this.pass = pass;
        }

        void read(String artistId) {
            for (int page = 0; page < MAX_PAGES && !atEnd && failure.isEmpty(); page++) {
                switch (ask(artistId, pass.cursor())) {
                    case DiscographyAnswer.NotListed(CatalogAnswer why) ->
                            failure = Optional.of(why);
                    case DiscographyAnswer.Listed listed -> add(listed);
                }
            }
        }

        private void add(DiscographyAnswer.Listed page) {
            List<ListedAlbum> more =
                    page.albums().stream()
                            .filter(it -> !before.albums().containsKey(it.id()))
                            .filter(it -> !it.title().isBlank())
                            .toList();
            unknown.addAll(more);
            Optional<String> next =
                    pass.toTheEnd() || !more.isEmpty() ? page.next() : page.nextGroup();
            atEnd = next.isEmpty();
            pass = next.isPresent() ? pass.at(next.get()) : pass;
        }

        private DiscographyAnswer ask(String artistId, Optional<String> cursor) {
            StreamingProvider provider = service.provider();
            Optional<CatalogAnswer> refusal = lookups.refusal(provider);
            if (refusal.isPresent()) {
                return new DiscographyAnswer.NotListed(refusal.get());
            }
            DiscographyAnswer answer =
                    service.page(lookups.app(provider), artistId, cursor, lookups.timeout());
            if (answer instanceof DiscographyAnswer.NotListed(CatalogAnswer why)) {
                lookups.note(provider, why);
            }
            return answer;
        }
    }
}
