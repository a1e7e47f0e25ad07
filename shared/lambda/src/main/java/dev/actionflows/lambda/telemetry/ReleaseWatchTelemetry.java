package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.function.Consumer;

/** Reports the search for new releases as log lines with embedded metrics. */
final class ReleaseWatchTelemetry implements ReleaseWatchObserver {
    private final Consumer<Line> log;

    ReleaseWatchTelemetry(Consumer<Line> log) {
        this.log = log;
    }

    private static Line about(Level level, String message, WatchedArtist artist) {
        return new Line(level, message)
                .project(artist.project())
                .with("artist", artist.artist().value());
    }

    @Override
    public void albumJudged(
            WatchedArtist artist, String albumId, ReleaseId release, boolean isNew) {
        log.accept(
                about(Level.INFO, isNew ? "release detected" : "edition detected", artist)
                        .with("album", albumId)
                        .with("release", release.value()));
    }

    @Override
    public void notListed(WatchedArtist artist, StreamingProvider provider, CatalogAnswer why) {
        log.accept(
                about(Level.WARN, "albums not listed", artist)
                        .with("provider", provider.wireName())
                        .with("why", why.toString()));
    }

    @Override
    public void checkFailed(WatchedArtist artist, RuntimeException failure) {
        log.accept(about(Level.ERROR, "artist not checked", artist).failure(failure));
    }

    @Override
    public void artistsChecked(int artists, int overdue) {
        log.accept(
                new Line(overdue > 0 ? Level.WARN : Level.INFO, "artists checked")
                        .with("artists", artists)
                        .metric(Metric.ARTISTS_OVERDUE, overdue));
    }
}
