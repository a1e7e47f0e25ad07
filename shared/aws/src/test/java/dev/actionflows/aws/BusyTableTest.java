package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore.SaveResult;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.testing.Samples;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What DynamoDB Local never does: conflict, throttle, leave items unprocessed. */
class BusyTableTest {
    private static final Map<String, Object> NONE = Map.of("Code", "None");
    private static final Map<String, Object> CONFLICT = Map.of("Code", "TransactionConflict");
    private static final Map<String, Object> THROTTLED = Map.of("Code", "ThrottlingError");

    private final Flow draft = Samples.draft("presave");
    private final Flow active = draft.withStatus(FlowStatus.ACTIVE, Samples.NOW);

    @Test
    void a_save_is_retried_until_conflicting_transactions_are_done() {
        try (ScriptedAws aws =
                answering(
                        cancelled(List.of(CONFLICT, NONE, NONE)),
                        cancelled(List.of(NONE, THROTTLED, NONE)),
                        Answer.ok(Map.of()))) {
            assertThat(save(aws)).isEqualTo(new SaveResult.Saved());

            assertThat(aws.requests()).hasSize(3);
            assertThat(aws.requests().stream().map(it -> it.text("ClientRequestToken")))
                    .as("each try is a request of its own")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_caller_that_only_gets_conflicts_is_told_to_try_again() {
        try (ScriptedAws aws = new ScriptedAws(_ -> cancelled(List.of(NONE, CONFLICT, CONFLICT)))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> save(aws))
                    .satisfies(
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        }
    }

    @Test
    void a_conflict_with_a_flow_that_takes_the_scope_names_that_flow() {
        FlowId owner = Samples.flowId();
        try (ScriptedAws aws =
                answering(
                        cancelled(List.of(NONE, NONE, CONFLICT)),
                        cancelled(List.of(NONE, refused(owner), NONE)))) {
            assertThat(save(aws)).isEqualTo(new SaveResult.ScopeTaken(owner));
        }
    }

    @Test
    void a_transaction_rejected_for_any_other_reason_is_an_internal_error() {
        try (ScriptedAws aws =
                answering(cancelled(List.of(NONE, Map.of("Code", "ValidationError"), NONE)))) {
            assertThatExceptionOfType(TransactionCanceledException.class)
                    .isThrownBy(() -> save(aws));
        }
    }

    private SaveResult save(ScriptedAws aws) {
        return new DynamoDbFlowStore(table(aws)).save(Samples.projectId(), draft, active);
    }

    private static Map<String, Object> refused(FlowId owner) {
        return Map.of(
                "Code",
                "ConditionalCheckFailed",
                "Item",
                Map.of("flow", Map.of("S", owner.value())));
    }

    @Test
    void a_concurrently_created_fan_is_found() {
        FanId winner = Samples.fanId();
        FanIdentity phone = Samples.phone();
        Map<String, Object> known =
                Map.of(
                        "Code",
                        "ConditionalCheckFailed",
                        "Item",
                        Map.of("fan", Map.of("S", winner.value())));
        Map<String, Object> profile =
                Map.of(
                        "id", Map.of("S", winner.value()),
                        "createdAt", Map.of("N", "1000"),
                        "identities", Map.of("L", List.of()),
                        "revision", Map.of("N", "1"));
        try (ScriptedAws aws =
                answering(
                        cancelled(List.of(CONFLICT, NONE)),
                        cancelled(List.of(known, NONE)),
                        Answer.ok(Map.of("Item", profile)))) {
            Fan fan =
                    new DynamoDbFanStore(table(aws))
                            .findOrCreate(Samples.projectId(), phone, Samples.fanId(), Samples.NOW);

            assertThat(fan.id()).isEqualTo(winner);
            assertThat(aws.operations())
                    .containsExactly("TransactWriteItems", "TransactWriteItems", "GetItem");
        }
    }

    @Test
    void only_unprocessed_items_are_read_again() {
        Key one = Key.project(Samples.projectId());
        Key other = Key.project(Samples.projectId());
        try (ScriptedAws aws =
                answering(
                        Answer.ok(
                                Map.of(
                                        "Responses", Map.of("table", List.of(json(one))),
                                        "UnprocessedKeys",
                                                Map.of(
                                                        "table",
                                                        Map.of(
                                                                "Keys",
                                                                List.of(json(other)),
                                                                "ConsistentRead",
                                                                true)))),
                        Answer.ok(
                                Map.of(
                                        "Responses", Map.of("table", List.of(json(other))),
                                        "UnprocessedKeys", Map.of())))) {
            Map<Key, Item> found = table(aws).findAll(List.of(one, other));

            assertThat(found.keySet()).isEqualTo(Set.of(one, other));
            assertThat(aws.requests().getLast().body())
                    .extractingByKey("RequestItems")
                    .isEqualTo(
                            Map.of(
                                    "table",
                                    Map.of("Keys", List.of(json(other)), "ConsistentRead", true)));
        }
    }

    @Test
    void a_caller_that_does_not_get_its_items_in_time_is_told_to_try_again() {
        Key key = Key.project(Samples.projectId());
        Answer nothing =
                Answer.ok(
                        Map.of(
                                "Responses", Map.of(),
                                "UnprocessedKeys",
                                        Map.of("table", Map.of("Keys", List.of(json(key))))));
        try (ScriptedAws aws = new ScriptedAws(_ -> nothing)) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> table(aws).findAll(List.of(key)))
                    .satisfies(
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        }
    }

    private static Map<String, @Nullable Object> json(Key key) {
        return Map.of("pk", Map.of("S", key.pk()), "sk", Map.of("S", key.sk()));
    }

    private static Table table(ScriptedAws aws) {
        return new Table(aws.clients().client(DynamoDbClient.builder()), "table");
    }

    private static ScriptedAws answering(Answer... answers) {
        Iterator<Answer> script = Arrays.asList(answers).iterator();
        return new ScriptedAws((Request _) -> script.next());
    }

    private static Answer cancelled(List<Map<String, Object>> reasons) {
        return new Answer(
                400,
                Map.of(
                        "__type",
                        "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                        "Message",
                        "Transaction cancelled",
                        "CancellationReasons",
                        reasons));
    }
}
