package dev.actionflows.usagerollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.analytics.TrialRollUp;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageKey;
import dev.actionflows.domain.usage.UsageStore;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Map;

class UsageRollUpHandlerTest {
    private final World world = new World();
    private final UsageRollUpHandler handler =
            new UsageRollUpHandler(
                    world.application.usageRollUp(),
                    new FunnelRollUp(world.ports.funnels, (_, _) -> {}),
                    new TrialRollUp(
                            world.ports.funnels,
                            run -> world.ports.ledger.find(run).flatMap(FanChange::trialsOf),
                            world.ports.links),
                    log());

    private Log log() {
        return new Log(OutputStream.nullOutputStream(), world.clock);
    }

    private String handle(UsageRollUpHandler handler, String name) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(
                SampleEvents.open("usage-roll-up/" + name), output, new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_text_is_counted_once_however_often_its_batch_is_delivered() throws IOException {
        assertThat(handle(handler, "text-sent.json")).isEqualTo("{\"state\":{}}");
        handle(handler, "text-sent.json");
        handle(handler, "end-of-window.json");

        assertThat(world.ports.usage.all())
                .isEqualTo(
                        Map.of(
                                new UsageKey(
                                        new ProjectId("prj_7zqk3v9m2c4x8b1d"),
                                        YearMonth.of(2026, 11),
                                        new FlowId("flow_3g5h7j9k1m2n4p6q"),
                                        Channel.TEXT),
                                new Usage(1, 7)));
    }

    @Test
    void what_the_run_did_counts_in_the_figures_of_its_flow_once() throws IOException {
        handle(handler, "text-sent.json");
        handle(handler, "text-sent.json");

        assertThat(world.ports.usage.figures().counts().values())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it)
                                        .containsEntry(new Figure.Runs("COMPLETED"), 1L)
                                        .containsEntry(
                                                new Figure.Messages(0, MessageFigure.SENT), 1L)
                                        .containsEntry(
                                                new Figure.Messages(0, MessageFigure.CREDITS), 7L));
    }

    /** The types of aws-lambda-java-events read the sample and the response. */
    @Test
    void the_sample_is_an_event_of_a_tumbling_window() {
        DynamodbTimeWindowEvent event =
                SampleEvents.read("usage-roll-up/text-sent.json", DynamodbTimeWindowEvent.class);

        assertThat(event.getShardId()).startsWith("shardId-");
        assertThat(event.getRecords().getFirst().getDynamodb().getSequenceNumber())
                .isEqualTo("4421584500000000017450439091");
        assertThat(event.getRecords().getFirst().getDynamodb().getNewImage()).isNotEmpty();
    }

    @Test
    void an_event_without_a_shard_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle(handler, "invalid-no-shard.json"))
                .withMessageContaining("shardId");
        assertThat(world.ports.usage.all()).isEmpty();
    }

    @Test
    void a_batch_that_cannot_be_counted_fails_as_a_whole() {
        UsageStore broken =
                (UsageStore)
                        Proxy.newProxyInstance(
                                UsageStore.class.getClassLoader(),
                                new Class<?>[] {UsageStore.class},
                                (_, _, _) -> {
                                    throw new IllegalStateException("the table is busy");
                                });

        assertThatThrownBy(
                        () ->
                                handle(
                                        new UsageRollUpHandler(
                                                world.with(UsageStore.class, broken).usageRollUp(),
                                                new FunnelRollUp(world.ports.funnels, (_, _) -> {}),
                                                new TrialRollUp(
                                                        world.ports.funnels,
                                                        run ->
                                                                world.ports
                                                                        .ledger
                                                                        .find(run)
                                                                        .flatMap(
                                                                                FanChange
                                                                                        ::trialsOf),
                                                        world.ports.links),
                                                log()),
                                        "text-sent.json"))
                .hasMessage("the table is busy");
    }
}
