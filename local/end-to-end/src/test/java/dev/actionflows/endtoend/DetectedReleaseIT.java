package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A detected release, sent as an internal message. */
class DetectedReleaseIT {
    private static final Duration SAVED_WITHIN = Duration.ofMinutes(4);

    private final Label label = Label.ready(Deployment.express());

    @Test
    void fans_who_want_all_releases_get_one_run_however_often_one_is_detected() {
        String flow =
                label.activeFlow(Map.of("type", "release.detected"), List.of(label.addToSegment()));
        String artist = label.artist();
        label.aFanWantsAllOf(artist);
        String release = label.upcomingRelease();
        String first = detected("d1", artist, release);

        send(first);
        send(first);

        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        send(detected("d2", artist, release));
        Label.eventually(
                "the second finding is recorded as the same release",
                () ->
                        Label.list(
                                        label.deployment
                                                .get(
                                                        "/v1/fans/" + run.fanId() + "/timeline",
                                                        label.secretKey)
                                                .json(200),
                                        "items")
                                .stream()
                                .filter(it -> "entered_for_this_before".equals(it.get("reason")))
                                .findFirst());
        assertThat(label.runs(flow)).hasSize(1);
    }

    @Test
    void a_detected_release_is_saved_for_fans_who_want_all_although_no_flow_listens() {
        String artist = label.artist();
        label.aFanWantsAllOf(artist);
        String album =
                "spotify:album:" + UUID.randomUUID().toString().replace("-", "").substring(0, 22);
        String release =
                Label.text(
                        label.deployment
                                .post(
                                        "/v1/releases",
                                        label.secretKey,
                                        Map.of(
                                                "title",
                                                "Low Tide",
                                                "artistName",
                                                "Night Harbour",
                                                "releaseDate",
                                                LocalDate.now(ZoneOffset.UTC)
                                                        .minusDays(1)
                                                        .toString(),
                                                "spotifyUri",
                                                album))
                                .json(201),
                        "id");

        send(detected("d1", artist, release));

        Label.within(
                SAVED_WITHIN,
                "it is saved",
                () ->
                        Optional.of(
                                        label.deployment
                                                .get(
                                                        "/v1/releases/" + release + "/day",
                                                        label.secretKey)
                                                .json(200))
                                .filter(day -> Objects.equals(day.get("saved"), 1L)));
        assertThat(Providers.libraryWrites(album)).isEqualTo(1);
    }

    /** As a detector inside the account. */
    private static void send(String message) {
        LocalCloud.express().sendMessage("DetectedReleases", message);
    }

    private String detected(String id, String artist, String release) {
        return Json.write(
                Map.of(
                        "projectId",
                        label.projectId,
                        "artistId",
                        artist,
                        "releaseId",
                        release,
                        "id",
                        id,
                        "detectedAt",
                        Instant.now().toString()));
    }
}
