package dev.actionflows.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

class ReleaseWatchTelemetryTest {
    private static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    private final Lines lines = new Lines();
    private final ReleaseWatchObserver telemetry =
            new Telemetry(
                            new Log(lines.out(), InstantSource.system()),
                            "action-flows",
                            InstantSource.system())
                    .releaseWatch();
    private final WatchedArtist artist =
            new WatchedArtist(
                    Samples.projectId(),
                    Samples.artist().id(),
                    Samples.NOW,
                    Optional.empty(),
                    Optional.empty());

    private Map<String, @Nullable Object> line() {
        assertThat(lines.all()).hasSize(1);
        return lines.all().getFirst();
    }

    @Test
    void what_was_found_is_logged_with_artist_album_and_release() {
        telemetry.albumJudged(artist, ALBUM, RELEASE, true);

        assertThat(line())
                .containsEntry("message", "release detected")
                .containsEntry("projectId", artist.project().value())
                .containsEntry("artist", artist.artist().value())
                .containsEntry("album", ALBUM)
                .containsEntry("release", RELEASE.value());
        lines.clear();
        telemetry.albumJudged(artist, ALBUM, RELEASE, false);
        assertThat(line()).containsEntry("message", "edition detected");
    }

    @Test
    void why_a_list_was_not_read_is_logged() {
        telemetry.notListed(
                artist,
                StreamingProvider.SPOTIFY,
                new CatalogAnswer.LookupLimited(Duration.ofHours(24)));

        assertThat(line())
                .containsEntry("message", "albums not listed")
                .containsEntry("level", "WARN")
                .containsEntry("provider", "spotify")
                .containsEntry("why", "LookupLimited[retryAfter=PT24H]");
    }

    @Test
    void a_failed_check_is_an_error() {
        telemetry.checkFailed(artist, new IllegalStateException("the table is not reachable"));

        assertThat(line())
                .containsEntry("message", "artist not checked")
                .containsEntry("level", "ERROR");
        assertThat(lines.text()).contains("IllegalStateException");
    }

    @Test
    void a_run_reports_overdue_artists_also_if_there_are_none() {
        telemetry.artistsChecked(3, 0);

        assertThat(line()).containsEntry("level", "INFO");
        assertThat(lines.points("ArtistsOverdue"))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.value()).isZero();
                            assertThat(it.dimensions())
                                    .isEqualTo(Map.of("Deployment", "action-flows"));
                        });
        lines.clear();
        telemetry.artistsChecked(3, 2);
        assertThat(line()).containsEntry("level", "WARN").containsEntry("artists", 3L);
    }
}
