package dev.actionflows.lambda.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

class StepEndpointTest {
    private final World world = new World();
    private final ScriptedAction<AddToSegmentStep> action =
            new ScriptedAction<>(AddToSegmentStep.class, Delivery.REPEATABLE);
    private final StepEndpoint endpoint =
            new StepEndpoint(
                    world.runner(action), new Log(new ByteArrayOutputStream(), world.clock));

    private String serve(InputStream input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        endpoint.serve(input, output, new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    private Run run(int steps) {
        Step[] all = new Step[steps];
        Arrays.fill(all, new AddToSegmentStep(world.segment.id()));
        return world.startRun(
                world.activeFlow("presave", OnFailure.CONTINUE, all),
                world.fan(World.FAN_NUMBER),
                "SM1");
    }

    private static InputStream ticketFor(Run run) {
        Map<String, @Nullable Object> ticket =
                new HashMap<>(Json.readObject(text("add-to-segment/ticket.json")));
        ticket.put("projectId", run.key().project().value());
        ticket.put("runId", run.key().run().value());
        ticket.put("index", 0);
        ticket.put("first", true);
        return new ByteArrayInputStream(Json.write(ticket).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String sample) {
        try (InputStream input = SampleEvents.open(sample)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_ticket_returns_the_next_step() throws IOException {
        assertThat(Json.readObject(serve(ticketFor(run(2)))))
                .isEqualTo(
                        Map.of(
                                "answer",
                                "NEXT",
                                "next",
                                Map.of("index", 1L, "type", "add_to_segment")));
    }

    @Test
    void the_last_ticket_returns_done() throws IOException {
        Run run = run(1);

        assertThat(Json.readObject(serve(ticketFor(run)))).isEqualTo(Map.of("answer", "DONE"));
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    /** The sample events of every step type. */
    static Stream<String> samples() {
        return Arrays.stream(StepType.values())
                .filter(StepType::hasFunction)
                .map(type -> type.wireName().replace('_', '-'))
                .flatMap(name -> SampleEvents.names(name).stream().map(file -> name + "/" + file));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_valid_ticket_of_an_unknown_run_is_stale_and_an_invalid_one_is_rejected(String sample)
            throws IOException {
        if (sample.contains("/invalid-")) {
            assertThatThrownBy(() -> serve(SampleEvents.open(sample)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(missingField(sample));
        } else {
            assertThat(serve(SampleEvents.open(sample))).isEqualTo("{\"answer\":\"STALE\"}");
        }
    }

    /** Such as {@code run} of {@code invalid-no-run.json}. */
    private static String missingField(String sample) {
        return sample.replaceAll(".*/invalid-no-|\\.json", "");
    }
}
