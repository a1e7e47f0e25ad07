package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * A release comes out, and is saved for everyone who pre-saved it. {@code make bench-release-day}
 * plays two thousand fans. Not beside other tests: so many fans keep the local cloud busy.
 */
class ReleaseDayIT {
    private static final int FANS = Integer.getInteger("releaseDay.fans", 200);
    private static final int REQUESTS_AT_ONCE = 6;

    /**
     * Of thousands of fans, a busy machine answers a few requests so late that these fans are left
     * to the second pass, which begins after fifteen minutes.
     */
    private static final Duration SAVED_WITHIN = Duration.ofMinutes(FANS > 200 ? 20 : 4);

    private final Label label = Label.ready(Deployment.express());
    private final LocalCloud cloud = LocalCloud.express();
    private final String album =
            "spotify:album:" + UUID.randomUUID().toString().replace("-", "").substring(0, 22);

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** A server reports that a fan has pre-saved the release. */
    private String preSave(String release, int number) {
        String fan = label.fan("+1415555%04d".formatted(number));
        label.deployment
                .post(
                        "/v1/events",
                        label.secretKey,
                        Map.of(
                                "id",
                                "pre-save-of-" + fan,
                                "type",
                                "release.presaved",
                                "fanId",
                                fan,
                                "releaseId",
                                release))
                .json(200);
        return fan;
    }

    private Map<String, @Nullable Object> day(String release) {
        return label.deployment.get("/v1/releases/" + release + "/day", label.secretKey).json(200);
    }

    private Map<String, @Nullable Object> dayWhen(
            String release, String expectation, Predicate<Map<String, @Nullable Object>> expected) {
        try {
            return Label.within(
                    SAVED_WITHIN, expectation, () -> Optional.of(day(release)).filter(expected));
        } catch (AssertionError e) {
            throw new AssertionError("the day is at last " + day(release), e);
        }
    }

    private void forEveryFan(IntConsumer work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < FANS; i++) {
                int number = i;
                all.add(threads.submit(() -> work.accept(number)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void a_release_that_comes_out_is_saved_once_for_every_fan() throws Exception {
        String release = label.release(today().plusDays(30), album);
        forEveryFan(number -> label.connect(preSave(release, number)));
        assertThat(day(release)).containsEntry("state", "PENDING");
        assertThat(Providers.libraryWrites(album)).isZero();

        label.moveRelease(release, today().minusDays(1));

        dayWhen(
                release,
                "the release is saved for all",
                it -> Objects.equals(it.get("saved"), (long) FANS));
        assertThat(Providers.libraryWrites(album)).isEqualTo(FANS);
        assertThat(day(release))
                .containsEntry("fans", (long) FANS)
                .containsEntry("notSaved", Map.of());
    }

    @Test
    void who_reconnects_is_saved_by_another_job_and_starts_the_flow() {
        String release = label.release(today().plusDays(30), album);
        String flow =
                label.activeFlow(
                        Map.of("type", "release.saved", "releaseId", release),
                        List.of(label.addToSegment()));
        String connected = preSave(release, 1);
        label.connect(connected);
        String late = preSave(release, 2);
        label.moveRelease(release, today().minusDays(1));
        dayWhen(
                release,
                "one of two is saved",
                it ->
                        Objects.equals(it.get("saved"), 1L)
                                && Objects.equals(it.get("notSaved"), Map.of("not_connected", 1L)));
        label.runOfWhen(flow, connected, "the flow has ended", RunView::isCompleted);

        label.connect(late);
        String job =
                Label.text(
                        label.deployment
                                .post("/v1/releases/" + release + "/day", label.secretKey, null)
                                .json(202),
                        "jobId");

        dayWhen(
                release,
                "both are saved",
                it -> job.equals(it.get("jobId")) && Objects.equals(it.get("saved"), 2L));
        label.runOfWhen(flow, late, "the flow has ended", RunView::isCompleted);
        assertThat(label.runs(flow)).hasSize(2);
        assertThat(Providers.libraryWrites(album)).as("nobody twice").isEqualTo(2);
    }

    @Test
    void a_release_that_is_moved_twice_and_cancelled_is_saved_only_once_it_is_reinstated() {
        String release = label.release(today().plusDays(30), album);
        String flow =
                label.activeFlow(
                        Map.of("type", "release.presaved", "releaseId", release),
                        List.of(
                                Map.of("type", "wait", "until", "release_day"),
                                label.addToSegment()));
        label.connect(preSave(release, 1));
        label.runWhen(flow, "the run waits for release day", RunView::isWaiting);

        label.moveRelease(release, today().plusDays(40));
        label.moveRelease(release, today().plusDays(20));
        label.deployment
                .post("/v1/releases/" + release + "/cancel", label.secretKey, null)
                .json(200);

        label.runWhen(
                flow,
                "nothing is left to do for the release",
                it ->
                        it.steps()
                                .equals(
                                        List.of(
                                                "wait SKIPPED release_cancelled",
                                                "add_to_segment SKIPPED release_cancelled")));
        // each of the days that the release had comes
        for (int days : List.of(30, 40, 20)) {
            cloud.fireNow("ReleaseSchedules", scheduleOf(release, today().plusDays(days)));
        }
        label.moveRelease(release, today().minusDays(1));
        dayWhen(release, "it is saved", it -> Objects.equals(it.get("saved"), 1L));
        assertThat(Providers.libraryWrites(album)).isEqualTo(1);
    }

    /** The clock cannot be moved to the day, so what the schedule sends is moved to yesterday. */
    @Test
    void what_is_scheduled_starts_the_job() {
        LocalDate yesterday = today().minusDays(1);
        String release = label.release(today().plusDays(3), album);
        label.connect(preSave(release, 1));
        Map<String, @Nullable Object> schedule = scheduleOf(release, today().plusDays(3));
        assertThat(schedule)
                .containsEntry("ScheduleExpression", "at(" + today().plusDays(3) + "T00:00:00)")
                .containsEntry("ActionAfterCompletion", "DELETE");
        label.moveRelease(release, yesterday);
        dayWhen(release, "it is saved", it -> Objects.equals(it.get("saved"), 1L));

        Map<String, @Nullable Object> message = input(schedule);
        assertThat(message).containsEntry("outAt", today().plusDays(3) + "T00:00:00Z");
        message.put("outAt", yesterday + "T00:00:00Z");
        cloud.fireNow("ReleaseSchedules", sending(schedule, message));

        dayWhen(
                release,
                "the job of the schedule has taken over",
                it -> Objects.equals(message.get("releaseJob"), it.get("jobId")));
        assertThat(Providers.libraryWrites(album)).isEqualTo(1);
    }

    private Map<String, @Nullable Object> scheduleOf(String release, LocalDate day) {
        return cloud.schedule(
                "ReleaseSchedules",
                release + "-" + day.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
    }

    @SuppressWarnings("unchecked") // Scheduler answers an object
    private static Map<String, @Nullable Object> target(Map<String, @Nullable Object> schedule) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(schedule.get("Target"));
    }

    private static Map<String, @Nullable Object> input(Map<String, @Nullable Object> schedule) {
        return new TreeMap<>(Json.readObject(Label.text(target(schedule), "Input")));
    }

    private static Map<String, @Nullable Object> sending(
            Map<String, @Nullable Object> schedule, Map<String, @Nullable Object> message) {
        Map<String, @Nullable Object> target = new TreeMap<>(target(schedule));
        target.put("Input", Json.write(message));
        Map<String, @Nullable Object> changed = new TreeMap<>(schedule);
        changed.put("Target", target);
        return changed;
    }
}
