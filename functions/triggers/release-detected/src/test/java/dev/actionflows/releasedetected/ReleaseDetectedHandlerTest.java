package dev.actionflows.releasedetected;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ReleaseDetectedHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<DetectedRelease> left = new ArrayList<>();
    private final ReleaseDetectedHandler handler =
            new ReleaseDetectedHandler(
                    world.with(DetectedReleaseQueue.class, left::add).releases(),
                    new Log(log, world.clock),
                    world.clock);

    private SQSBatchResponse handle(String name) {
        return handle(SampleEvents.read("release-detected/" + name, SQSEvent.class));
    }

    private SQSBatchResponse handle(SQSEvent event) {
        return Invocations.invoke(handler, event, SQSBatchResponse.class, context);
    }

    /** Creates the artist, the release and the fan of the sample events. */
    private FanId optInToAllReleases() {
        ArtistId artist = new ArtistId("art_3n5p7q9r1s2t4v6w");
        FanId fan = new FanId("fan_8d6f4g2h0j1k3m5n");
        world.catalog.create(
                world.project,
                new Artist(artist, "Night Harbour", World.ARTIST, world.clock.instant()));
        world.catalog.create(
                world.project,
                new Release(
                        new ReleaseId("rel_2m4n6p8q0r1s3t5v"),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        World.ALBUM,
                        world.clock.instant()));
        world.fans.findOrCreate(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER),
                fan,
                world.clock.instant());
        world.catalog.registerNextSave(world.project, artist, fan, world.clock.instant());
        Flow draft =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "New release",
                                new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.ONCE_PER_OBJECT,
                                OnFailure.CONTINUE));
        world.flows.activate(world.project, draft.id());
        return fan;
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-fans.json", "one-fan.json"})
    void a_detected_release_starts_one_run_however_often_it_is_delivered(String sample) {
        FanId fan = optInToAllReleases();

        assertThat(handle(sample).getBatchItemFailures()).isEmpty();
        world.clock.advance(Duration.ofSeconds(90));
        assertThat(handle(sample).getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.fan()).isEqualTo(fan);
                            assertThat(run.event().scope()).isEqualTo("rel_2m4n6p8q0r1s3t5v");
                        });
        assertThat(left).isEmpty();
    }

    @Test
    void a_redelivered_message_requests_the_next_page_once() {
        optInToAllReleases();
        for (int i = 0; i < 30; i++) {
            world.catalog.registerNextSave(
                    world.project,
                    new ArtistId("art_3n5p7q9r1s2t4v6w"),
                    Samples.fanId(),
                    world.clock.instant());
        }

        assertThat(handle("all-fans.json").getBatchItemFailures()).isEmpty();
        assertThat(handle("all-fans.json").getBatchItemFailures()).isEmpty();

        assertThat(left)
                .singleElement()
                .satisfies(
                        next ->
                                assertThat(next.pass())
                                        .contains("059f36b4-87a3-44ab-83d2-661970000001"));
    }

    @Test
    void a_release_with_too_little_time_left_is_retried() {
        optInToAllReleases();

        SQSBatchResponse response =
                Invocations.invoke(
                        handler,
                        SampleEvents.read("release-detected/all-fans.json", SQSEvent.class),
                        SQSBatchResponse.class,
                        new TestContext(5_000));

        assertThat(response.getBatchItemFailures()).hasSize(1);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_malformed_or_unknown_release_is_retried_and_starts_nothing() {
        assertThat(handle("all-fans.json").getBatchItemFailures()).hasSize(1);
        optInToAllReleases();
        assertThat(handle("invalid-misspelled.json").getBatchItemFailures()).hasSize(1);

        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void only_the_message_that_fails_is_retried() {
        FanId fan = optInToAllReleases();
        SQSEvent event =
                SampleEvents.read("release-detected/invalid-misspelled.json", SQSEvent.class);
        SQSMessage misspelled = event.getRecords().getFirst();
        misspelled.setMessageId("misspelled");
        SQSMessage other =
                SampleEvents.read("release-detected/all-fans.json", SQSEvent.class)
                        .getRecords()
                        .getFirst();
        event.setRecords(List.of(misspelled, other));

        assertThat(handle(event).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("misspelled");
        assertThat(world.executions.started())
                .singleElement()
                .satisfies(run -> assertThat(run.fan()).isEqualTo(fan));
        assertThat(Json.readObject(log.toString(StandardCharsets.UTF_8)))
                .containsEntry("messageId", "misspelled")
                .containsEntry("requestId", context.getAwsRequestId());
    }

    /** A wake-up is not mistaken for a release, nor vice versa. */
    @Test
    void a_wake_up_in_this_queue_is_retried_and_starts_nothing() {
        optInToAllReleases();

        assertThat(
                        handle(SampleEvents.read("run-starter/number-set.json", SQSEvent.class))
                                .getBatchItemFailures())
                .hasSize(1);
        assertThat(world.executions.started()).isEmpty();
    }
}
