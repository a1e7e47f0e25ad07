package dev.actionflows.lambda.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

class StepTicketCodecTest {
    private static final Map<String, ?> STATE =
            Map.of(
                    "index",
                    0,
                    "execution",
                    Map.of(
                            "id", "arn:aws:states:::execution",
                            "startedAt", "2026-11-02T12:00:00.000Z"),
                    "enteredAt",
                    "2026-11-02T12:00:00.125Z",
                    "retryCount",
                    0,
                    "first",
                    true);

    private final Run run = Samples.run();

    /** The first ticket of an execution, from the input with which it is started. */
    private static Map<String, @Nullable Object> firstTicket(Run run, boolean counted) {
        String input = Json.write(SfnExecutionStarter.input(run, counted));
        Map<String, @Nullable Object> ticket = new HashMap<>(Json.readObject(input));
        ticket.putAll(STATE);
        return ticket;
    }

    @ParameterizedTest
    @CsvSource({
        "SMS_KEYWORD, presave, false",
        "RELEASE_DETECTED, rel_2m4n6p8q0r1s3t5v, true",
        "ARTIST_FOLLOWED, art_3n5p7q9r1s2t4v6w, false"
    })
    void what_an_execution_is_started_with_arrives_at_its_first_step(
            TriggerType type, String scope, boolean counted) {
        Run started =
                Runs.copyOf(run)
                        .event(new FanEvent(new EventId("api:1"), type, scope, run.startedAt()))
                        .build();

        StepTicket ticket = StepTicketCodec.decode(firstTicket(started, counted));

        assertThat(ticket.run()).isEqualTo(started.key());
        assertThat(ticket.epoch()).isEqualTo(started.epoch());
        assertThat(ticket.counted()).isEqualTo(counted);
        assertThat(ticket.outline()).contains(RunOutline.of(started));
    }

    @Test
    void an_execution_of_an_earlier_version_has_no_outline_and_counts_itself() {
        Map<String, @Nullable Object> earlier = firstTicket(run, false);
        earlier.put("outline", null);
        earlier.remove("counted");

        StepTicket ticket = StepTicketCodec.decode(earlier);

        assertThat(ticket.outline()).isEmpty();
        assertThat(ticket.counted()).isTrue();
    }

    @Test
    void an_outline_with_the_trigger_of_a_later_version_is_left_out() {
        Map<String, @Nullable Object> later = firstTicket(run, false);
        later.put("outline", Map.of("trigger", "fan.teleported"));

        assertThat(StepTicketCodec.decode(later).outline()).isEmpty();
    }

    @Test
    void an_outline_that_lacks_something_is_rejected_with_its_name() {
        Map<String, @Nullable Object> broken = firstTicket(run, false);
        broken.put("outline", Map.of("trigger", "sms.keyword"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepTicketCodec.decode(broken))
                .withMessageContaining("flow");
    }
}
