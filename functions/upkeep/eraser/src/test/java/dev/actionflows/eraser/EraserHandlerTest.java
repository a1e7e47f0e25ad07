package dev.actionflows.eraser;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.privacy.Erasure;
import dev.actionflows.domain.privacy.ErasureReapplier;
import dev.actionflows.domain.privacy.ErasureTask;
import dev.actionflows.domain.testing.QueuedErasureTask;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class EraserHandlerTest {
    private static final ErasureId SAMPLE = new ErasureId("era_5j7k9m1n3p5q7r9s");

    private final World world = new World();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EraserHandler handler =
            new EraserHandler(
                    new ErasureConsumer(
                            world.application.management().erasures(),
                            new ErasureReapplier(
                                    world.ports.erasures,
                                    world.ports.erasureQueue(),
                                    _ ->
                                            new ErasureReapplier.RestoredData(
                                                    world.ports.fanData, world.ledger),
                                    world.clock)),
                    new Log(log, world.clock),
                    world.clock);

    private SQSBatchResponse handle(String name) {
        return Invocations.invoke(
                handler,
                SampleEvents.read("eraser/" + name, SQSEvent.class),
                SQSBatchResponse.class,
                new TestContext());
    }

    private Erasure begun(FanId fan) {
        return world.ports.erasures.begin(
                Erasure.of(world.project, SAMPLE, List.of(fan), List.of(), world.clock.instant()));
    }

    @Test
    void a_message_removes_the_profile_and_requests_the_second_pass() {
        FanId fan = world.fan(World.FAN_NUMBER);
        begun(fan);

        assertThat(handle("erase.json").getBatchItemFailures()).isEmpty();

        assertThat(world.fans.findRecord(world.project, fan)).isEmpty();
        assertThat(world.ports.erasureTasks)
                .extracting(QueuedErasureTask::task)
                .singleElement()
                .isInstanceOfSatisfying(
                        ErasureTask.Erase.class, task -> assertThat(task.pass()).isEqualTo(2));
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(World.FAN_NUMBER.e164());
    }

    @Test
    void the_second_pass_completes_the_erasure() {
        begun(world.fan(World.FAN_NUMBER));

        assertThat(handle("second-pass.json").getBatchItemFailures()).isEmpty();

        assertThat(world.ports.erasures.find(world.project, SAMPLE).orElseThrow())
                .matches(Erasure::isCompleted);
    }

    @Test
    void the_log_is_applied_to_a_restored_table() {
        FanId fan = world.fan(World.FAN_NUMBER);
        begun(fan);

        assertThat(handle("reapply.json").getBatchItemFailures()).isEmpty();

        assertThat(world.fans.findRecord(world.project, fan)).isEmpty();
        assertThat(
                        world.ports
                                .erasures
                                .reapplication("action-flows-restored-20260131")
                                .orElseThrow()
                                .completedAt())
                .contains(world.clock.instant());
    }

    @Test
    void a_message_that_cannot_be_read_is_delivered_again() {
        assertThat(handle("invalid-no-erasure.json").getBatchItemFailures())
                .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                .containsExactly("059f36b4-87a3-44ab-83d2-661970000001");
    }
}
