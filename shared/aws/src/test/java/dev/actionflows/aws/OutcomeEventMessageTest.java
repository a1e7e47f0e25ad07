package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.util.List;
import java.util.Optional;

class OutcomeEventMessageTest {
    private static final String QUEUE = "http://localhost:4566/000000000000/outcome-events";

    private final Run run = Samples.run();
    private final OutcomeEvent event =
            OutcomeEvent.ofStep(
                    run.key().project(),
                    run.fan(),
                    TriggerType.RELEASE_SAVED,
                    Samples.release().id().value(),
                    Samples.NOW,
                    new Cause(run.key().run(), 2, List.of(Samples.flowId(), run.flow())));

    @Test
    void an_event_is_decoded_as_it_was_encoded() {
        assertThat(OutcomeEventMessage.decode(OutcomeEventMessage.encode(event))).isEqualTo(event);
    }

    @Test
    void an_event_without_a_cause_is_decoded_as_it_was_encoded() {
        OutcomeEvent expiring =
                new ExpiringConnection(
                                Samples.projectId(),
                                run.fan(),
                                StreamingProvider.SPOTIFY,
                                Samples.NOW.plusSeconds(60))
                        .event(Samples.NOW);

        assertThat(OutcomeEventMessage.decode(OutcomeEventMessage.encode(expiring)))
                .isEqualTo(expiring);
    }

    @Test
    void a_wake_up_is_rejected() {
        WakeUp wakeUp =
                new WakeUp.RequirementMet(
                        Samples.projectId(), Requirement.phoneNumber(), Optional.empty());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> OutcomeEventMessage.decode(WakeUpMessage.encode(wakeUp)));
    }

    @Test
    void every_violation_is_named() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                OutcomeEventMessage.decode(
                                        "{\"fanId\":\"x\",\"type\":\"y\",\"scope\":\"\","
                                                + "\"at\":\"today\",\"runId\":\"z\",\"step\":-1,"
                                                + "\"flows\":\"one two\",\"flow\":\"x\"}"))
                .satisfies(
                        problem ->
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactlyInAnyOrder(
                                                "/projectId",
                                                "/fanId",
                                                "/type",
                                                "/scope",
                                                "/at",
                                                "/runId",
                                                "/step",
                                                "/flows",
                                                "/flow"));
    }

    @Test
    void an_event_is_sent_in_the_group_of_its_project_and_its_failure_is_thrown() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            SqsOutcomeEventQueue queue =
                    new SqsOutcomeEventQueue(aws.clients().client(SqsClient.builder()), QUEUE);

            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue.send(event));

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("SendMessage");
            assertThat(request.text("QueueUrl")).isEqualTo(QUEUE);
            assertThat(request.text("MessageGroupId")).isEqualTo(event.project().value());
            assertThat(OutcomeEventMessage.decode(request.text("MessageBody"))).isEqualTo(event);
        }
    }
}
