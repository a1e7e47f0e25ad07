package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Objects;

class ReplaysResourceTest {
    private static final String PATH = "/v1/flows/{flowId}/replays";

    private final ApiWorld api = new ApiWorld().withFailedRun();

    private Answer create(Map<String, ?> body) {
        return api.send(Call.post(PATH, ApiWorld.FLOW).body(body));
    }

    private Answer job(String id) {
        return api.send(Call.get("/v1/jobs/{jobId}", id));
    }

    private void process(String id) {
        JobKey job = new JobKey(api.world.project, new JobId(id));
        Replayer replayer = new Jobs(api.world.ports).replayer((_, _) -> {});
        for (int shard = 0; shard < api.world.ports.flowRuns().shards(); shard++) {
            assertThat(
                            replayer.replay(
                                    job,
                                    shard,
                                    new Deadline(
                                            api.world.clock.instant().plusSeconds(1),
                                            api.world.clock)))
                    .isTrue();
        }
        replayer.finish(job);
    }

    @SuppressWarnings("unchecked") // the contract says that it is an object
    private static Map<String, Object> object(Answer answer, String name) {
        return (Map<String, Object>) Objects.requireNonNull(answer.json().get(name));
    }

    @Test
    void a_preview_is_counted_and_then_replayed() {
        Answer preview = create(Map.of("preview", true));
        assertThat(preview.status()).isEqualTo(202);
        assertThat(preview.json())
                .containsEntry("kind", "replay_preview")
                .containsEntry("state", "PENDING")
                .containsEntry("endedAt", null);

        process(preview.text("id"));

        Answer counted = job(preview.text("id"));
        assertThat(counted.json()).containsEntry("state", "COMPLETED");
        assertThat(object(counted, "counts"))
                .containsEntry("examined", 2L)
                .containsEntry("matching", 1L)
                .containsEntry("retried", 0L)
                .containsEntry("steps", 1L);
        assertThat(object(counted, "estimate"))
                .containsEntry("stateTransitions", 4L)
                .containsEntry("functionCalls", 2L);

        Answer replay = create(Map.of("previewId", preview.text("id")));
        assertThat(replay.json())
                .containsEntry("kind", "replay")
                .containsEntry("selection", counted.json().get("selection"))
                .containsEntry("estimate", null);
        process(replay.text("id"));

        Answer done = job(replay.text("id"));
        assertThat(object(done, "counts")).containsEntry("retried", 1L);
        assertThat(
                        api.world
                                .run(new RunKey(api.world.project, new RunId(ApiWorld.FAILED_RUN)))
                                .status())
                .isEqualTo(RunStatus.RUNNING);
        assertThat(api.send(Call.post("/v1/jobs/{jobId}/cancel", replay.text("id"))).status())
                .isEqualTo(409);
    }

    @Test
    void a_shard_that_failed_is_seen_in_its_job_with_what_the_others_did() {
        String id = create(Map.of()).text("id");
        JobKey job = new JobKey(api.world.project, new JobId(id));
        int shards = api.world.ports.flowRuns().shards();
        int failed = shardWithoutFailedRun(shards);
        Replayer replayer = new Jobs(api.world.ports).replayer((_, _) -> {});
        for (int shard = 0; shard < shards; shard++) {
            if (shard != failed) {
                replayer.replay(job, shard, now());
            }
        }

        replayer.finish(job);

        assertThat(job(id).json())
                .containsEntry("state", "FAILED")
                .containsEntry("shards", (long) shards)
                .containsEntry("shardsDone", (long) shards - 1);
        assertThat(object(job(id), "counts")).containsEntry("retried", 1L);
    }

    /** A shard that does not contain the failed run. */
    private int shardWithoutFailedRun(int shards) {
        String preview = create(Map.of("preview", true)).text("id");
        JobKey job = new JobKey(api.world.project, new JobId(preview));
        Replayer replayer = new Jobs(api.world.ports).replayer((_, _) -> {});
        for (int shard = 0; shard < shards; shard++) {
            long before = matching(job);
            replayer.replay(job, shard, now());
            if (matching(job) == before) {
                return shard;
            }
        }
        throw new IllegalStateException("the failed run is in every shard");
    }

    private long matching(JobKey job) {
        return api.world.ports.replayJobs.find(job).orElseThrow().counts().matching();
    }

    private Deadline now() {
        return new Deadline(api.world.clock.instant().plusSeconds(1), api.world.clock);
    }

    @Test
    void a_selection_is_checked_with_every_violation() {
        Answer answer =
                create(
                        Map.of(
                                "reason", "bad_luck",
                                "stepType", "SEND_TEXT",
                                "startedFrom", "2026-11-02T12:00:00Z",
                                "startedUntil", "2026-11-02T11:00:00Z",
                                "preview", "yes"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.list("violations"))
                .extracting(it -> it.get("pointer"))
                .containsExactlyInAnyOrder("/reason", "/stepType", "/startedUntil", "/preview");
    }

    @Test
    void a_preview_is_replayed_as_it_is() {
        Answer answer = create(Map.of("previewId", ApiWorld.JOB, "reason", "forbidden"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.list("violations"))
                .extracting(it -> it.get("pointer"))
                .containsExactly("/reason");
        assertThat(create(Map.of("previewId", ApiWorld.JOB)).list("violations"))
                .extracting(it -> it.get("pointer"))
                .containsExactly("/previewId");
    }

    @Test
    void a_repeated_request_with_a_key_creates_one_job() {
        Call call = Call.post(PATH, ApiWorld.FLOW).body(Map.of()).header("Idempotency-Key", "one");

        assertThat(api.send(call).text("id")).isEqualTo(api.send(call).text("id"));
        assertThat(api.world.wakeUps.takeReplay()).isPresent();
        assertThat(api.world.wakeUps.takeReplay()).isEmpty();
    }

    @Test
    void a_job_of_another_project_is_not_found() {
        assertThat(
                        api.send(Call.get("/v1/jobs/{jobId}", ApiWorld.JOB).key(api.otherProject()))
                                .status())
                .isEqualTo(404);
    }
}
