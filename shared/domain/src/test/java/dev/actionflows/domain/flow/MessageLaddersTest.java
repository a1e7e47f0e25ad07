package dev.actionflows.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class MessageLaddersTest {
    private static Map<String, Object> text(Object... more) {
        return step("send_text", more);
    }

    private static Map<String, Object> dm(Object... more) {
        return step("send_instagram_dm", more);
    }

    private static Map<String, Object> email(Object... more) {
        return step("send_email", more);
    }

    private static Map<String, Object> step(String type, Object... more) {
        Map<String, Object> step = new HashMap<>(Map.of("type", type));
        if (type.equals("send_email")) {
            step.put("subject", "News");
            step.put("body", "News");
        } else {
            step.put("text", "News");
        }
        for (int index = 0; index < more.length; index += 2) {
            step.put((String) more[index], more[index + 1]);
        }
        return step;
    }

    private static FlowDefinition flow(List<Map<String, Object>> steps) {
        return FlowDefinition.decode(
                Map.of(
                        "name",
                        "Ladder",
                        "trigger",
                        Map.of("type", "sms.keyword", "keyword", "NEON"),
                        "steps",
                        steps));
    }

    private static void assertViolation(String pointer, List<Map<String, Object>> steps) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> flow(steps))
                .satisfies(
                        it ->
                                assertThat(it.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly(pointer));
    }

    @Test
    void a_ladder_comes_back_as_it_was_written() {
        FlowDefinition ladder =
                flow(
                        List.of(
                                dm("onUnmet", "skip"),
                                text("fallback", true, "onUnmet", "skip"),
                                email("fallback", true, "onUnmet", "defer")));

        assertThat(ladder.isFallback(0)).isFalse();
        assertThat(ladder.isFallback(1)).isTrue();
        assertThat(ladder.isFallback(3)).isFalse();
        assertThat(FlowDefinition.decode(ladder.toDocument())).isEqualTo(ladder);
        assertThat(ladder.steps().getFirst().toDocument()).isEqualTo(dm("onUnmet", "skip"));
    }

    @Test
    void a_fallback_follows_a_message() {
        assertViolation("/steps/0/fallback", List.of(text("fallback", true)));
        assertViolation(
                "/steps/1/fallback",
                List.of(
                        Map.of("type", "add_to_segment", "segmentId", "seg_9x7w5v3t1s0r8q6p"),
                        text("fallback", true)));
    }

    private static Map<String, Object> preSave(Object... more) {
        Map<String, Object> step =
                new HashMap<>(Map.of("type", "pre_save", "releaseId", "rel_2m4n6p8q0r1s3t5v"));
        for (int index = 0; index < more.length; index += 2) {
            step.put((String) more[index], more[index + 1]);
        }
        return step;
    }

    @Test
    void a_streaming_step_may_have_link_messages_by_its_default_policy() {
        FlowDefinition ladder = flow(List.of(preSave(), text("fallback", true), email(), text()));

        assertThat(ladder.linkedStep(0)).isEmpty();
        assertThat(ladder.linkedStep(1)).contains(0);
        assertThat(ladder.linkedStep(2)).isEmpty();
        assertThat(FlowDefinition.decode(ladder.toDocument())).isEqualTo(ladder);
        assertThat(
                        flow(List.of(
                                        text(),
                                        preSave("onUnmet", "skip"),
                                        dm("fallback", true),
                                        text("fallback", true)))
                                .linkedStep(3))
                .contains(1);
        assertThat(flow(List.of(text(), email("fallback", true))).linkedStep(1)).isEmpty();
    }

    @Test
    void a_streaming_step_with_a_link_message_does_not_hold_it() {
        assertViolation(
                "/steps/0/onUnmet", List.of(preSave("onUnmet", "hold"), text("fallback", true)));
    }

    @Test
    void a_link_message_has_the_same_rules_as_other_fallbacks() {
        assertViolation(
                "/steps/1/onUnmet",
                List.of(
                        preSave(),
                        text("fallback", true, "onUnmet", "defer"),
                        email("fallback", true)));
        assertViolation(
                "/steps/1/when",
                List.of(
                        preSave(),
                        text("fallback", true, "when", Map.of("connection", "spotify"))));
    }

    @Test
    void a_message_with_a_fallback_is_not_deferred() {
        assertViolation(
                "/steps/0/onUnmet", List.of(dm("onUnmet", "defer"), text("fallback", true)));
    }

    @Test
    void each_channel_is_tried_once() {
        assertViolation(
                "/steps/2/type", List.of(text(), email("fallback", true), text("fallback", true)));
    }

    @Test
    void two_messages_and_two_ladders_are_independent() {
        assertThat(flow(List.of(text(), text())).isFallback(1)).isFalse();
        assertThat(
                        flow(List.of(dm(), text("fallback", true), dm(), text("fallback", true)))
                                .isFallback(3))
                .isTrue();
    }
}
