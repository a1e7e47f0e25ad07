package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

/** Observes the search for new releases. Never throws, and nothing depends on it. */
public interface ReleaseWatchObserver {
    /**
     * An album was judged.
     *
     * @param isNew whether fans hear of the release
     */
    void albumJudged(WatchedArtist artist, String albumId, ReleaseId release, boolean isNew);

    /** A service did not answer; the next run asks again. */
    void notListed(WatchedArtist artist, StreamingProvider provider, CatalogAnswer why);

    /** The artist was not checked; the next run tries again. */
    void checkFailed(WatchedArtist artist, RuntimeException failure);

    /**
     * A run has ended.
     *
     * @param artists the number of watched artists
     * @param overdue for how many the services' lists have not been read for {@link
     *     ReleaseWatcher#OVERDUE}
     */
    void artistsChecked(int artists, int overdue);
}
