package dev.actionflows.outcomeevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.StreamingProvider;
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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class OutcomeEventsHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutcomeEventsHandler handler =
            new OutcomeEventsHandler(
                    world.application.outcomes(), new Log(log, world.clock), world.clock);

    private SQSBatchResponse handle(String name) {
        return handle(SampleEvents.read("outcome-events/" + name, SQSEvent.class));
    }

    private SQSBatchResponse handle(SQSEvent event) {
        return Invocations.invoke(handler, event, SQSBatchResponse.class, context);
    }

    /** Creates the artist and the fan of the sample events, and a flow that listens. */
    private FanId listen() {
        ArtistId artist = new ArtistId("art_3n5p7q9r1s2t4v6w");
        FanId fan = new FanId("fan_8d6f4g2h0j1k3m5n");
        world.catalog.create(
                world.project,
                new Artist(artist, "Night Harbour", World.ARTIST, world.clock.instant()));
        world.fans.findOrCreate(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER),
                fan,
                world.clock.instant());
        Flow draft =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "New follower",
                                new Trigger.OfArtist(
                                        TriggerType.ARTIST_FOLLOWED,
                                        Optional.of(artist),
                                        Optional.empty()),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));
        world.flows.activate(world.project, draft.id());
        return fan;
    }

    @Test
    void what_a_step_led_to_starts_one_run_however_often_it_is_delivered() {
        FanId fan = listen();

        assertThat(handle("artist-followed.json").getBatchItemFailures()).isEmpty();
        world.clock.advance(Duration.ofSeconds(90));
        assertThat(handle("artist-followed.json").getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.fan()).isEqualTo(fan);
                            assertThat(run.event().scope()).isEqualTo("art_3n5p7q9r1s2t4v6w");
                            assertThat(run.event().cause())
                                    .contains(
                                            new Cause(
                                                    new RunId("run_0123456789abcdefghjkmnpqrs"),
                                                    1,
                                                    List.of(new FlowId("flow_5t4r3e2w1q0p9k8h"))));
                        });
    }

    @Test
    void a_connection_that_is_about_to_expire_starts_one_run_of_its_fan() {
        FanId fan = listen();
        world.activeFlow(
                new FlowDefinition(
                        "Renew",
                        new Trigger.Single(TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
        handle("connection-expiring.json");
        assertThat(world.executions.started()).as("the fan has no connection").isEmpty();

        world.fans.connect(
                world.project,
                new Connection(
                        fan,
                        StreamingProvider.SPOTIFY,
                        Samples.sealed(),
                        Set.of(),
                        Instant.parse("2026-07-03T00:00:00Z"),
                        Optional.empty()));
        assertThat(handle("connection-expiring.json").getBatchItemFailures()).isEmpty();
        world.clock.advance(Duration.ofSeconds(90));
        assertThat(handle("connection-expiring.json").getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.fan()).isEqualTo(fan);
                            assertThat(run.event().scope()).isEqualTo("spotify");
                            assertThat(run.event().cause()).isEmpty();
                        });
    }

    @Test
    void what_no_flow_listens_to_is_done_with() {
        assertThat(handle("artist-followed.json").getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started()).isEmpty();
        assertThat(world.events.records()).isEmpty();
    }

    @Test
    void only_the_message_that_fails_is_retried() {
        FanId fan = listen();
        SQSEvent event =
                SampleEvents.read("outcome-events/invalid-misspelled.json", SQSEvent.class);
        SQSMessage misspelled = event.getRecords().getFirst();
        misspelled.setMessageId("misspelled");
        SQSMessage other =
                SampleEvents.read("outcome-events/artist-followed.json", SQSEvent.class)
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
}
