package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.inbox.DeadLetters.Count;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.util.Map;

class SqsDeadLettersTest {
    private static SqsDeadLetters deadLetters(ScriptedAws aws) {
        return new SqsDeadLetters(
                aws.clients().client(SqsClient.builder()),
                "WakeUpsDeadLetters=https://sqs.example/1/a?b=c"
                        + " ErasuresDeadLetters=https://sqs.example/1/b");
    }

    private static Answer messages(String visible, String inFlight) {
        return Answer.ok(
                Map.of(
                        "Attributes",
                        Map.of(
                                "ApproximateNumberOfMessages",
                                visible,
                                "ApproximateNumberOfMessagesNotVisible",
                                inFlight)));
    }

    @Test
    void queues_with_messages_are_counted_by_their_alarms() {
        try (ScriptedAws aws =
                new ScriptedAws(
                        request ->
                                String.valueOf(request.body().get("QueueUrl")).endsWith("b=c")
                                        ? messages("2", "1")
                                        : messages("0", "0"))) {
            assertThat(deadLetters(aws).counts())
                    .containsExactly(new Count("WakeUpsDeadLetters", 3));
            assertThat(aws.requests())
                    .extracting(it -> it.operation() + " " + it.body().get("QueueUrl"))
                    .containsExactly(
                            "GetQueueAttributes https://sqs.example/1/a?b=c",
                            "GetQueueAttributes https://sqs.example/1/b");
        }
    }

    @Test
    void what_cannot_be_counted_is_not_said_to_be_empty() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> deadLetters(aws).counts());
        }
    }
}
