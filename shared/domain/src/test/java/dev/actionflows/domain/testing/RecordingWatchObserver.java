package dev.actionflows.domain.testing;

import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.ArrayList;
import java.util.List;

/** Records observations of the search for new releases, in order. */
public final class RecordingWatchObserver implements ReleaseWatchObserver {
    private final List<Fact> facts = new ArrayList<>();

    /** An observation. */
    public sealed interface Fact {
        record AlbumJudged(String albumId, ReleaseId release, boolean isNew) implements Fact {}

        record NotListed(StreamingProvider provider, CatalogAnswer why) implements Fact {}

        record CheckFailed(WatchedArtist artist, RuntimeException failure) implements Fact {}

        record ArtistsChecked(int artists, int overdue) implements Fact {}
    }

    /** All observations so far. */
    public synchronized List<Fact> facts() {
        return List.copyOf(facts);
    }

    @Override
    public synchronized void albumJudged(
            WatchedArtist artist, String albumId, ReleaseId release, boolean isNew) {
        facts.add(new Fact.AlbumJudged(albumId, release, isNew));
    }

    @Override
    public synchronized void notListed(
            WatchedArtist artist, StreamingProvider provider, CatalogAnswer why) {
        facts.add(new Fact.NotListed(provider, why));
    }

    @Override
    public synchronized void checkFailed(WatchedArtist artist, RuntimeException failure) {
        facts.add(new Fact.CheckFailed(artist, failure));
    }

    @Override
    public synchronized void artistsChecked(int artists, int overdue) {
        facts.add(new Fact.ArtistsChecked(artists, overdue));
    }
}
