package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

class RunStreamMessageTest {
    private static RunStep step(StepType type, Reason reason, Optional<CreditUse> credits) {
        SendPermit permit =
                new SendPermit(new SendPermit.Basis.Consent("SM1"), new SendingHours.Unrestricted())
                        .using(new MessageUse(List.of(), credits));
        return new RunStep(
                type,
                Optional.of(new StepOutcome.Completed(reason)),
                Optional.of(Samples.NOW),
                Optional.of(Samples.NOW),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(permit),
                false);
    }

    /** A run as DynamoDB's JSON, by way of the item that is stored. */
    private static Map<String, Object> image(Run run) {
        return json(RunItem.encode(run).attributes());
    }

    private static Map<String, Object> json(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> json(it.getValue())));
    }

    private static Map<String, Object> json(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case BOOL -> Map.of("BOOL", value.bool());
            case M -> Map.of("M", json(value.m()));
            case L -> Map.of("L", value.l().stream().map(RunStreamMessageTest::json).toList());
            default -> throw new AssertionError(value);
        };
    }

    private static Map<String, Object> record(
            String number, Map<String, Object> keys, Optional<Run> before, Optional<Run> after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("Keys", keys);
        change.put("SequenceNumber", number);
        before.ifPresent(it -> change.put("OldImage", image(it)));
        after.ifPresent(it -> change.put("NewImage", image(it)));
        return Map.of("eventSource", "aws:dynamodb", "dynamodb", change);
    }

    private static Map<String, Object> record(
            String number, Optional<Run> before, Optional<Run> after) {
        Run run = after.or(() -> before).orElseThrow();
        return record(number, json(Key.run(run.key()).attributes()), before, after);
    }

    /** Through text, as Lambda passes it. */
    private static RunStreamMessage decode(Map<String, ? extends @Nullable Object> event) {
        return RunStreamMessage.decode(Json.readObject(Json.write(event)));
    }

    private static Run with(Run run, RunStep... steps) {
        return new Run(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                run.status(),
                run.epoch(),
                run.revision(),
                run.startedAt(),
                run.endedAt(),
                run.dueAt(),
                run.startsWithoutProgress(),
                List.of(steps),
                run.stall());
    }

    @Test
    void the_usage_of_a_stored_run_is_that_of_the_run() {
        AnyRun any = new AnyRun(3);
        for (int i = 0; i < 50; i++) {
            Run before = any.next();
            Run after =
                    with(
                            before,
                            step(
                                    StepType.SEND_TEXT,
                                    Reason.ACCEPTED,
                                    Optional.of(new CreditUse(6, 2, "1"))),
                            step(StepType.SEND_EMAIL, Reason.ACCEPTED, Optional.empty()),
                            RunStep.open(StepType.SEND_TEXT),
                            RunStep.open(StepType.PRE_SAVE));

            assertThat(
                            decode(
                                            Map.of(
                                                    "shardId",
                                                    "shard",
                                                    "Records",
                                                    List.of(
                                                            record(
                                                                    "12",
                                                                    Optional.of(with(before)),
                                                                    Optional.of(after)))))
                                    .changes())
                    .containsExactly(
                            new UsageChange(
                                    SequenceNumber.of("12"),
                                    RunUsage.of(with(before)),
                                    RunUsage.of(after)));
            assertThat(RunUsage.of(after).messages()).hasSize(2);
        }
    }

    @Test
    void a_new_run_was_nothing_before_and_an_expired_one_takes_nothing_back() {
        Run run = with(Samples.run(), step(StepType.SEND_EMAIL, Reason.ACCEPTED, Optional.empty()));

        RunStreamMessage message =
                decode(
                        Map.of(
                                "shardId",
                                "shardId-0001",
                                "Records",
                                List.of(
                                        record("1", Optional.empty(), Optional.of(run)),
                                        record("2", Optional.of(run), Optional.empty()))));

        assertThat(message.shard()).isEqualTo("shardId-0001");
        assertThat(message.changes())
                .containsExactly(
                        new UsageChange(
                                SequenceNumber.of("1"),
                                RunUsage.none(run.key().project()),
                                RunUsage.of(run)));
    }

    @Test
    void a_step_that_lacked_credits_is_recognized() {
        Run run =
                with(
                        Samples.run(),
                        new RunStep(
                                StepType.SEND_TEXT,
                                Optional.of(new StepOutcome.Skipped(Reason.CREDITS_USED_UP)),
                                Optional.of(Samples.NOW),
                                Optional.of(Samples.NOW),
                                1,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false));

        assertThat(
                        decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "1",
                                                                Optional.empty(),
                                                                Optional.of(run)))))
                                .changes()
                                .getFirst()
                                .after())
                .isEqualTo(RunUsage.of(run));
        assertThat(RunUsage.of(run).refused()).isEqualTo(1);
    }

    @Test
    void items_other_than_runs_and_the_end_of_a_window_are_ignored() {
        assertThat(
                        decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "1",
                                                                json(
                                                                        Key.project(
                                                                                        Samples
                                                                                                .projectId())
                                                                                .attributes()),
                                                                Optional.empty(),
                                                                Optional.empty()))))
                                .changes())
                .isEmpty();
        assertThat(decode(Map.of("shardId", "shard", "isFinalInvokeForWindow", true)).changes())
                .isEmpty();
    }

    @Test
    void an_event_without_a_shard_or_a_place_in_it_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(Map.of("Records", List.of())))
                .withMessageContaining("shardId")
                .withMessageContaining("TumblingWindowInSeconds");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "",
                                                                Optional.empty(),
                                                                Optional.of(Samples.run()))))))
                .withMessageContaining("SequenceNumber");
    }
}
