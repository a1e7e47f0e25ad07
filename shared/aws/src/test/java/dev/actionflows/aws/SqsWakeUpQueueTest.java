package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class SqsWakeUpQueueTest {
    private static final String QUEUE = "http://localhost:4566/000000000000/wake-ups";

    private final WakeUp.RequirementMet wakeUp =
            new WakeUp.RequirementMet(
                    Samples.projectId(), Requirement.phoneNumber(), Optional.of("cursor"));

    @Test
    void a_wake_up_is_sent_in_the_format_of_its_receiver() {
        try (ScriptedAws aws = new ScriptedAws(SqsWakeUpQueueTest::taken)) {
            wakeUps(aws).send(wakeUp);

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("SendMessage");
            assertThat(request.text("QueueUrl")).isEqualTo(QUEUE);
            assertThat(WakeUpMessage.decode(request.text("MessageBody"))).isEqualTo(wakeUp);
            assertThat(request.text("MessageGroupId")).isEqualTo(wakeUp.project().value());
        }
    }

    @Test
    void a_message_has_its_project_as_its_group() {
        try (ScriptedAws aws = new ScriptedAws(SqsWakeUpQueueTest::taken)) {
            wakeUps(aws).sendLater(wakeUp, Duration.ofSeconds(45));
            wakeUps(aws).sweepLater(Duration.ofSeconds(40));

            assertThat(aws.requests())
                    .extracting(it -> it.text("MessageGroupId"))
                    .containsExactly(wakeUp.project().value(), "sweeps");
            assertThat(aws.requests())
                    .extracting(it -> it.body().get("DelaySeconds"))
                    .extracting(String::valueOf)
                    .containsExactly("45", "40");
        }
    }

    @Test
    void a_due_run_is_sent_in_the_group_of_its_project() {
        RunKey run = Samples.run().key();
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            wakeUps(aws).sendDue(List.of(new DueRunIndex.DueRun(run, Samples.NOW)), Samples.NOW);

            assertThat(String.valueOf(aws.requests().getFirst().body().get("Entries")))
                    .contains("MessageGroupId=" + run.project().value());
        }
    }

    @Test
    void the_queued_count_includes_messages_in_flight_and_delayed_ones() {
        try (ScriptedAws aws =
                new ScriptedAws(
                        _ ->
                                Answer.ok(
                                        Map.of(
                                                "Attributes",
                                                Map.of(
                                                        "ApproximateNumberOfMessages", "5000",
                                                        "ApproximateNumberOfMessagesNotVisible",
                                                                "50",
                                                        "ApproximateNumberOfMessagesDelayed",
                                                                "7"))))) {
            assertThat(wakeUps(aws).queued()).isEqualTo(5057);

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("GetQueueAttributes");
            assertThat(request.body().get("AttributeNames"))
                    .isEqualTo(
                            List.of(
                                    "ApproximateNumberOfMessages",
                                    "ApproximateNumberOfMessagesNotVisible",
                                    "ApproximateNumberOfMessagesDelayed"));
        }
    }

    @Test
    void a_wake_up_that_cannot_be_sent_throws() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> wakeUps(aws).send(wakeUp));
        }
    }

    @Test
    void a_failure_to_send_a_wake_up_ahead_is_reported_and_not_thrown() {
        List<RuntimeException> reported = new ArrayList<>();
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            new SqsWakeUpQueue(aws.clients().client(SqsClient.builder()), QUEUE, reported::add)
                    .requirementAboutToBeMet(wakeUp.project(), wakeUp.requirement());
        }
        assertThat(reported).hasSize(1).first().isInstanceOf(ProblemException.class);
    }

    @Test
    void a_request_to_start_a_run_that_cannot_be_sent_is_reported_and_not_thrown() {
        List<RuntimeException> reported = new ArrayList<>();
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            new SqsWakeUpQueue(aws.clients().client(SqsClient.builder()), QUEUE, reported::add)
                    .startRun(new WakeUp.StartRun(Samples.run().key(), 2));
        }
        assertThat(reported).hasSize(1).first().isInstanceOf(ProblemException.class);
    }

    private static SqsWakeUpQueue wakeUps(ScriptedAws aws) {
        return new SqsWakeUpQueue(aws.clients().client(SqsClient.builder()), QUEUE, _ -> {});
    }

    private static Answer taken(Request request) {
        return Answer.ok(
                Map.of("MessageId", "1", "MD5OfMessageBody", md5(request.text("MessageBody"))));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("MD5")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
