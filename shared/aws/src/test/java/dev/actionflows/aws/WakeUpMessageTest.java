package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.json.JsonException;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class WakeUpMessageTest {
    @Test
    void a_wake_up_is_decoded_as_it_was_encoded() {
        WakeUp whole =
                new WakeUp.RequirementMet(
                        Samples.projectId(),
                        Requirement.streamingConnection(Samples.fanId()),
                        Optional.of("cursor"),
                        Optional.of("pass"));
        WakeUp first =
                new WakeUp.RequirementMet(
                        Samples.projectId(), Requirement.phoneNumber(), Optional.empty());

        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(whole))).isEqualTo(whole);
        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(first))).isEqualTo(first);
        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(new WakeUp.Sweep())))
                .isEqualTo(new WakeUp.Sweep());
        WakeUp start = new WakeUp.StartRun(Samples.run().key(), 7);
        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(start))).isEqualTo(start);
        WakeUp replay = new WakeUp.StartReplay(Samples.projectId(), JobId.from(new SeededIds(1)));
        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(replay))).isEqualTo(replay);
        WakeUp release =
                new WakeUp.ReleaseOut(
                        Samples.projectId(),
                        Samples.release().id(),
                        Samples.NOW,
                        JobId.from(new SeededIds(1)));
        assertThat(WakeUpMessage.decode(WakeUpMessage.encode(release))).isEqualTo(release);
    }

    /** A run starter of a version without releases would take it for a replay's, and lose it. */
    @Test
    void a_release_that_is_out_is_not_taken_for_a_replay() {
        String body =
                WakeUpMessage.encode(
                        new WakeUp.ReleaseOut(
                                Samples.projectId(),
                                Samples.release().id(),
                                Samples.NOW,
                                JobId.from(new SeededIds(1))));

        assertThat(body).contains("releaseJob").doesNotContain("startJob", "sweep", "runId");
    }

    @Test
    void an_incomplete_message_is_rejected_with_every_violation() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> WakeUpMessage.decode("{\"projectId\":\"none\"}"))
                .satisfies(
                        problem ->
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("/projectId", "/requirement"));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> WakeUpMessage.decode("wake up"));
    }

    @Test
    void unknown_properties_of_a_later_version_are_ignored() {
        WakeUp.RequirementMet wakeUp =
                new WakeUp.RequirementMet(
                        Samples.projectId(), Requirement.streamingApp(), Optional.empty());
        String more = WakeUpMessage.encode(wakeUp).replace("{", "{\"sentAt\":1,");

        assertThat(WakeUpMessage.decode(more)).isEqualTo(wakeUp);
    }
}
