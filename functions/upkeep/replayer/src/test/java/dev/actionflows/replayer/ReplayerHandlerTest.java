package dev.actionflows.replayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ProjectFile;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class ReplayerHandlerTest {
    private final World world = new World();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ReplayerHandler handler =
            new ReplayerHandler(
                    new Jobs(world.ports).replayer((_, _) -> {}),
                    world.clock,
                    new Log(log, world.clock));

    private String job() {
        Flow flow =
                world.activeFlow(
                        "presave", OnFailure.STOP, new AddToSegmentStep(world.segment.id()));
        return world.application
                .management()
                .replays(world.ids)
                .create(
                        world.project,
                        flow.id(),
                        new ReplayRequest(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        false)
                .job()
                .key()
                .job()
                .value();
    }

    private String answer(Map<String, Object> ticket) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(ticket).getBytes(StandardCharsets.UTF_8)),
                    output,
                    new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.valueOf(
                Json.readObject(output.toString(StandardCharsets.UTF_8)).get("answer"));
    }

    private Map<String, Object> ticket(String job) {
        return new HashMap<>(Map.of("projectId", world.project.value(), "jobId", job));
    }

    @Test
    void each_shard_is_processed_and_then_the_job_is_ended() {
        String job = job();
        for (int shard = 0; shard < world.ports.flowRuns().shards(); shard++) {
            Map<String, Object> ticket = ticket(job);
            ticket.put("shard", shard);

            assertThat(answer(ticket)).isEqualTo("DONE");
        }

        assertThat(answer(ticket(job))).isEqualTo("COMPLETED");
    }

    @Test
    void a_job_that_is_ended_early_has_failed() {
        assertThat(answer(ticket(job()))).isEqualTo("FAILED");
    }

    /** The sample events. */
    @Test
    void a_job_that_no_longer_exists_has_nothing_left_to_do() {
        assertThat(answer(sample("process-shard"))).isEqualTo("DONE");
        assertThat(answer(sample("end-job"))).isEqualTo("FAILED");
    }

    @Test
    void an_incomplete_ticket_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer(sample("invalid-no-job")))
                .withMessageContaining("jobId");
    }

    private static Map<String, Object> sample(String name) {
        Map<String, Object> ticket = new HashMap<>();
        Json.readObject(ProjectFile.text("events/replayer/" + name + ".json"))
                .forEach((key, value) -> ticket.put(key, Objects.requireNonNull(value)));
        return ticket;
    }
}
