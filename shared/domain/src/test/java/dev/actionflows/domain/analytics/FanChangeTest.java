package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Optional;

class FanChangeTest {
    private static final String RELEASE = "rel_2m4n6p8q0r1s3t5v";

    private final ProjectId project = Samples.projectId();
    private final FanId fan = Samples.fanId();

    private static FanEvent event(TriggerType type, String subject) {
        return new FanEvent(new EventId("api:1"), type, subject, Samples.NOW);
    }

    private Optional<FanChange> ofEvent(FanEvent event, NotStartedReason why) {
        return FanChange.ofEvent(project, Optional.of(fan), event, why.wireName());
    }

    @Test
    void a_pre_save_is_an_action_with_its_release_whether_it_started_a_run_or_not() {
        FanEvent event = event(TriggerType.RELEASE_PRESAVED, RELEASE);
        FanChange acted =
                new FanChange.Acted(
                        project,
                        fan,
                        event.id(),
                        TriggerType.RELEASE_PRESAVED,
                        Optional.of(new ReleaseId(RELEASE)),
                        Samples.NOW);

        assertThat(FanChange.ofRun(project, fan, event, false)).contains(acted);
        assertThat(ofEvent(event, NotStartedReason.NO_FLOW)).contains(acted);
    }

    @Test
    void a_run_of_a_test_is_none() {
        assertThat(FanChange.ofRun(project, fan, event(TriggerType.SMS_KEYWORD, "presave"), true))
                .isEmpty();
    }

    @Test
    void what_a_flow_did_for_the_fan_is_none() {
        FanEvent event = event(TriggerType.RELEASE_PRESAVED, RELEASE);
        FanEvent caused =
                new FanEvent(
                        event.id(),
                        event.type(),
                        event.scope(),
                        event.receivedAt(),
                        Optional.of(
                                new Cause(
                                        new RunId("run_" + "0".repeat(26)),
                                        1,
                                        List.of(Samples.flowId()))));

        assertThat(FanChange.ofRun(project, fan, caused, false)).isEmpty();
    }

    @Test
    void nobody_acts_without_being_known() {
        assertThat(
                        FanChange.ofEvent(
                                project,
                                Optional.empty(),
                                event(TriggerType.SMS_KEYWORD, "presave"),
                                NotStartedReason.NO_FLOW.wireName()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "RESTARTED", "CONFIRMED", "HELP", "TAKEN_BY_TEST"})
    void a_word_about_messages_or_a_test_is_none(NotStartedReason why) {
        assertThat(ofEvent(event(TriggerType.SMS_KEYWORD, "stop"), why)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RELEASE_SAVED",
                "SEGMENT_ENTERED",
                "MESSAGE_DELIVERED",
                "LINK_CLICKED",
                "RELEASE_DETECTED",
                "CONNECTION_EXPIRING"
            })
    void what_the_system_does_is_none(TriggerType type) {
        assertThat(ofEvent(event(type, RELEASE), NotStartedReason.NO_FLOW)).isEmpty();
    }

    @Test
    void a_reason_of_a_later_version_is_no_word_about_messages() {
        assertThat(
                        FanChange.ofEvent(
                                project,
                                Optional.of(fan),
                                event(TriggerType.SMS_KEYWORD, "presave"),
                                "of_a_later_version"))
                .isPresent();
    }
}
