package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.util.Optional;

class DetectedReleaseMessageTest {
    private static final String QUEUE = "http://localhost:4566/000000000000/detected-releases";

    private static DetectedRelease detected(Optional<FanId> fan, Optional<String> cursor) {
        return new DetectedRelease(
                Samples.projectId(),
                new ArtistId("art_3456789abcdefghj"),
                Samples.release().id(),
                "spotify:album:1",
                Samples.NOW,
                fan,
                cursor,
                cursor.map(_ -> "pass"));
    }

    @Test
    void a_release_is_decoded_as_it_was_encoded() {
        for (DetectedRelease message :
                new DetectedRelease[] {
                    detected(Optional.empty(), Optional.empty()),
                    detected(Optional.of(Samples.fanId()), Optional.empty()),
                    detected(Optional.empty(), Optional.of("cursor"))
                }) {
            assertThat(DetectedReleaseMessage.decode(DetectedReleaseMessage.encode(message)))
                    .isEqualTo(message);
        }
    }

    @Test
    void a_wake_up_is_rejected() {
        WakeUp wakeUp =
                new WakeUp.RequirementMet(
                        Samples.projectId(), Requirement.phoneNumber(), Optional.empty());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> DetectedReleaseMessage.decode(WakeUpMessage.encode(wakeUp)));
    }

    /** A misspelled property must not turn one fan's event into an event for all fans. */
    @Test
    void every_violation_is_named() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                DetectedReleaseMessage.decode(
                                        "{\"releaseId\":\"x\",\"id\":\"two words\","
                                                + "\"detectedAt\":\"today\",\"fan\":\"y\"}"))
                .satisfies(
                        problem ->
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactlyInAnyOrder(
                                                "/projectId",
                                                "/artistId",
                                                "/releaseId",
                                                "/id",
                                                "/detectedAt",
                                                "/fan"));
    }

    @Test
    void a_message_is_sent_to_the_queue_and_its_failure_is_thrown() {
        DetectedRelease message = detected(Optional.empty(), Optional.of("cursor"));
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            SqsDetectedReleaseQueue queue =
                    new SqsDetectedReleaseQueue(aws.clients().client(SqsClient.builder()), QUEUE);

            assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> queue.send(message));

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("SendMessage");
            assertThat(request.text("QueueUrl")).isEqualTo(QUEUE);
            assertThat(DetectedReleaseMessage.decode(request.text("MessageBody")))
                    .isEqualTo(message);
        }
    }
}
