package dev.actionflows.releaseday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

class ReleaseDayHandlerTest {
    private static final Instant OUT = Instant.parse("2026-12-04T00:00:00Z");

    private final World world = new World();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ReleaseDayHandler handler =
            new ReleaseDayHandler(
                    new Jobs(world.ports).releaseDay((_, _) -> {}),
                    world.clock,
                    new Log(log, world.clock));
    private final String job = JobId.from(world.ids).value();

    private Map<String, ?> answer(Map<String, Object> ticket) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(Json.write(ticket).getBytes(StandardCharsets.UTF_8)),
                    output,
                    new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.readObject(output.toString(StandardCharsets.UTF_8));
    }

    private Map<String, Object> ticket() {
        return new HashMap<>(
                Map.of(
                        "projectId", world.project.value(),
                        "releaseId", world.release.id().value(),
                        "jobId", job));
    }

    private Map<String, Object> ticket(String name, Object value) {
        Map<String, Object> ticket = ticket();
        ticket.put(name, value);
        return ticket;
    }

    private Map<String, Object> begin() {
        Map<String, Object> ticket = ticket("begin", true);
        ticket.put("startedAt", world.clock.instant().toEpochMilli());
        return ticket;
    }

    private void at(Instant time) {
        world.clock.advance(Duration.between(world.clock.instant(), time));
    }

    private void preSaved(FanId fan) {
        world.catalog.registerPreSave(
                world.project, world.release.id(), fan, world.clock.instant());
    }

    /** As the state machine requests it. */
    private void saveAll() {
        for (int shard = 0; shard < world.ports.preSavers.shards(); shard++) {
            Map<String, ?> answer = answer(ticket("shard", shard));
            while (!"DONE".equals(answer.get("answer"))) {
                if (answer.get("seconds") instanceof Number seconds) {
                    world.clock.advance(Duration.ofSeconds(seconds.longValue()));
                }
                answer = answer(ticket("shard", shard));
            }
        }
    }

    @Test
    void a_job_begins_saves_for_the_fans_of_each_shard_and_ends() {
        FanId fan = world.fanByMail("ada@fans.example");
        world.connect(fan);
        preSaved(fan);
        at(OUT);

        assertThat(answer(begin())).isEqualTo(Map.of("answer", "BEGUN"));
        saveAll();

        assertThat(world.ports.spotify.requests()).hasSize(1);
        assertThat(answer(ticket())).isEqualTo(Map.of("answer", "COMPLETED"));
    }

    @Test
    void a_time_to_wait_is_rounded_up_to_seconds() {
        preSaved(world.fanByMail("ada@fans.example"));
        at(OUT.minusMillis(1_001));
        answer(begin());

        assertThat(answer(ticket("shard", 0))).isEqualTo(Map.of("answer", "AFTER", "seconds", 2L));

        at(OUT.minusMillis(1_000));
        assertThat(answer(ticket("shard", 0))).isEqualTo(Map.of("answer", "AFTER", "seconds", 1L));

        at(OUT.minusNanos(1));
        assertThat(answer(ticket("shard", 0))).isEqualTo(Map.of("answer", "AFTER", "seconds", 1L));
    }

    @Test
    void a_job_that_is_not_done_goes_on_until_its_time_is_over() {
        at(OUT);
        answer(begin());

        assertThat(answer(ticket())).isEqualTo(Map.of("answer", "MORE"));

        world.clock.advance(Duration.ofDays(4));
        assertThat(answer(ticket())).isEqualTo(Map.of("answer", "FAILED"));
    }

    /** The sample events, in the order in which the state machine requests them. */
    @Test
    void a_job_of_an_unknown_release_saves_for_nobody() {
        assertThat(answer(sample("begin-job"))).isEqualTo(Map.of("answer", "BEGUN"));
        assertThat(answer(sample("save-shard"))).isEqualTo(Map.of("answer", "DONE"));
        assertThat(answer(sample("end-job"))).isEqualTo(Map.of("answer", "MORE"));
    }

    @Test
    void an_incomplete_ticket_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer(sample("invalid-no-release")))
                .withMessageContaining("releaseId");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer(ticket("shard", "first")))
                .withMessageContaining("shard");
    }

    private static Map<String, Object> sample(String name) {
        Map<String, Object> ticket = new HashMap<>();
        Json.readObject(ProjectFile.text("events/release-day/" + name + ".json"))
                .forEach((key, value) -> ticket.put(key, Objects.requireNonNull(value)));
        return ticket;
    }
}
