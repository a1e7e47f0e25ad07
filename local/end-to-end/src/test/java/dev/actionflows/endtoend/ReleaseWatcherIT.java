package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** New releases are found in the services' lists. */
class ReleaseWatcherIT {
    private static final Pattern RELEASE = Pattern.compile("rel_[0-9a-z]{16}");

    private final Label label = Label.ready(Deployment.express());
    private final LocalCloud cloud = LocalCloud.express();
    private final String artistAtSpotify = newId();

    @Test
    void a_new_single_reaches_the_fans_who_want_all_releases_once() {
        String flow =
                label.activeFlow(Map.of("type", "release.detected"), List.of(label.addToSegment()));
        String artist = label.artist("spotify:artist:" + artistAtSpotify);
        label.aFanWantsAllOf(artist);
        Map<String, ?> known = single("High Tide");
        try (Outage _ = Providers.listingSingles(artistAtSpotify, List.of(known))) {
            look();
        }
        assertThat(label.runs(flow)).as("it came out before the fan opted in").isEmpty();

        Map<String, ?> added = single("Slack Water");
        try (Outage _ = Providers.listingSingles(artistAtSpotify, List.of(added, known))) {
            lookAgain(artist);
            RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
            assertThat(releaseOf(run))
                    .containsEntry("title", "Slack Water")
                    .containsEntry("spotifyUri", "spotify:album:" + added.get("id"));

            lookAgain(artist);
            assertThat(label.runs(flow)).hasSize(1);
        }
    }

    private void look() {
        assertThat(cloud.invoke("ReleaseWatcherFunction")).containsEntry("complete", true);
    }

    private void lookAgain(String artist) {
        cloud.makeArtistDue(label.projectId, artist, Instant.now().minus(Duration.ofDays(2)));
        look();
    }

    private Map<String, @Nullable Object> releaseOf(RunView run) {
        Matcher release = RELEASE.matcher(String.valueOf(run.document().get("event")));
        assertThat(release.find()).isTrue();
        return label.deployment.get("/v1/releases/" + release.group(), label.secretKey).json(200);
    }

    /** A single that came out yesterday: today has hardly begun in some time zones. */
    private static Map<String, ?> single(String title) {
        return Map.of(
                "id",
                newId(),
                "type",
                "album",
                "album_type",
                "single",
                "name",
                title,
                "release_date",
                LocalDate.now(ZoneOffset.UTC).minusDays(1).toString(),
                "release_date_precision",
                "day",
                "artists",
                List.of(Map.of("id", newId(), "type", "artist", "name", "Night Harbour")));
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    }
}
