package dev.actionflows.domain.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.FlowDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How authors write waits and conditions. */
class WaitAndConditionDocumentTest {
    private static final Map<String, Object> TEXT = Map.of("type", "send_text", "text", "Hi");

    private static Map<String, Object> flow(List<? extends Map<String, Object>> steps) {
        return Map.of(
                "name",
                "Flow",
                "trigger",
                Map.of("type", "sms.keyword", "keyword", "PRESAVE"),
                "steps",
                steps);
    }

    private static Map<String, Object> waiting(Map<String, Object> properties) {
        Map<String, Object> step = new HashMap<>(properties);
        step.put("type", "wait");
        return step;
    }

    private static Map<String, Object> conditional(Map<String, Object> condition) {
        Map<String, Object> step = new HashMap<>(TEXT);
        step.put("when", condition);
        return step;
    }

    private static void isWrittenBack(Map<String, Object> step) {
        List<Map<String, Object>> steps = new ArrayList<>(List.of(TEXT));
        steps.add(step);
        FlowDefinition definition = FlowDefinition.decode(flow(steps));
        Map<String, Object> document = definition.toDocument();
        assertThat(FlowDefinition.decode(document)).isEqualTo(definition);
        assertThat(FlowDefinition.decodeStored(document)).isEqualTo(definition);
        assertThat(document.get("steps"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .last()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsAllEntriesOf(step);
    }

    private static List<String> violations(Map<String, Object> step) {
        List<Map<String, Object>> steps = new ArrayList<>(List.of(TEXT));
        steps.add(step);
        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class, () -> FlowDefinition.decode(flow(steps)));
        return problem.violations().stream().map(it -> it.pointer()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "P3D", "P365D", "PT8760H"})
    void a_wait_for_a_time_keeps_its_notation(String length) {
        isWrittenBack(waiting(Map.of("for", length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.999S", "P366D", "-P1D", "3 days", "P1Y"})
    void a_wait_lasts_from_a_second_to_a_year(String length) {
        assertThat(violations(waiting(Map.of("for", length)))).containsExactly("/steps/1/for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00", "18:00", "2027-05-14T18:00"})
    void a_wait_until_a_time_is_written_back(String time) {
        isWrittenBack(waiting(Map.of("until", time)));
        isWrittenBack(waiting(Map.of("until", time, "timeZone", "Europe/Berlin")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "24:00",
                "9:00",
                "18",
                "18:00:30",
                "2027-02-30T18:00",
                "2027-05-14T18:00:30",
                "2027-05-14T18:00Z",
                "tomorrow",
                "release day"
            })
    void other_times_are_rejected(String time) {
        assertThat(violations(waiting(Map.of("until", time)))).containsExactly("/steps/1/until");
    }

    @Test
    void a_wait_until_release_day_is_written_back() {
        isWrittenBack(
                waiting(
                        Map.of(
                                "until",
                                "release_day",
                                "at",
                                "09:00",
                                "releaseId",
                                "rel_0123456789abcdef",
                                "timeZone",
                                "America/New_York")));
        isWrittenBack(waiting(Map.of("until", "release_day")));
    }

    @Test
    void a_wait_has_exactly_one_time() {
        assertThat(violations(waiting(Map.of()))).containsExactly("/steps/1/for");
        assertThat(violations(waiting(Map.of("for", "P1D", "until", "18:00"))))
                .containsExactly("/steps/1/for");
    }

    @Test
    void properties_that_do_not_belong_to_the_time_are_rejected() {
        assertThat(violations(waiting(Map.of("for", "P1D", "at", "09:00", "timeZone", "UTC"))))
                .containsExactlyInAnyOrder("/steps/1/at", "/steps/1/timeZone");
        assertThat(
                        violations(
                                waiting(
                                        Map.of(
                                                "until",
                                                "18:00",
                                                "releaseId",
                                                "rel_0123456789abcdef"))))
                .containsExactly("/steps/1/releaseId");
        assertThat(violations(waiting(Map.of("for", "P1D", "onUnmet", "skip"))))
                .containsExactly("/steps/1/onUnmet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+01:00", "CEST", "Europe/Atlantis", ""})
    void a_time_zone_is_a_place_because_offsets_ignore_daylight_saving_time(String zone) {
        assertThat(violations(waiting(Map.of("until", "18:00", "timeZone", zone))))
                .containsExactly("/steps/1/timeZone");
    }

    @Test
    void every_kind_of_condition_is_written_back() {
        Map<String, Object> inSegment = Map.of("segmentId", "seg_0123456789abcdef");
        List<Map<String, Object>> conditions =
                List.of(
                        Map.of("connection", "spotify"),
                        Map.of("connection", "any"),
                        Map.of("consent", "email"),
                        inSegment,
                        Map.of("step", 0, "outcome", List.of("completed", "waiting")),
                        Map.of("scope", "rel_0123456789abcdef"),
                        Map.of("not", inSegment),
                        Map.of("all", List.of(inSegment, Map.of("not", inSegment))),
                        Map.of("any", List.of(inSegment)));
        for (Map<String, Object> condition : conditions) {
            isWrittenBack(conditional(condition));
        }
    }

    @Test
    void a_condition_is_of_one_kind() {
        assertThat(violations(conditional(Map.of()))).containsExactly("/steps/1/when/connection");
        assertThat(violations(conditional(Map.of("connection", "any", "consent", "text"))))
                .containsExactly("/steps/1/when/consent");
        assertThat(violations(conditional(Map.of("mood", "good"))))
                .contains("/steps/1/when/connection");
        assertThat(violations(conditional(Map.of("consent", "text", "mood", "good"))))
                .containsExactly("/steps/1/when/mood");
    }

    @Test
    void a_condition_names_what_exists() {
        assertThat(violations(conditional(Map.of("connection", "deezer"))))
                .containsExactly("/steps/1/when/connection");
        assertThat(violations(conditional(Map.of("consent", "instagram_dm"))))
                .containsExactly("/steps/1/when/consent");
        assertThat(violations(conditional(Map.of("step", 1, "outcome", List.of("completed")))))
                .containsExactly("/steps/1/when/step");
        assertThat(violations(conditional(Map.of("step", 0))))
                .containsExactly("/steps/1/when/outcome");
        assertThat(violations(conditional(Map.of("step", 0, "outcome", List.of("done")))))
                .containsExactly("/steps/1/when/outcome/0");
    }

    @Test
    void the_first_step_has_no_earlier_one() {
        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class,
                        () ->
                                FlowDefinition.decode(
                                        flow(
                                                List.of(
                                                        conditional(
                                                                Map.of(
                                                                        "step",
                                                                        0,
                                                                        "outcome",
                                                                        List.of("failed")))))));
        assertThat(problem.violations())
                .extracting(it -> it.pointer())
                .contains("/steps/0/when/step");
    }

    @Test
    void conditions_are_not_nested_too_deeply() {
        Map<String, Object> leaf = Map.of("consent", "text");
        isWrittenBack(conditional(Map.of("not", Map.of("not", leaf))));
        assertThat(violations(conditional(Map.of("not", Map.of("not", Map.of("not", leaf))))))
                .containsExactly("/steps/1/when/not/not/not");
    }

    @Test
    void a_fallback_has_no_condition_of_its_own() {
        Map<String, Object> fallback = new HashMap<>();
        fallback.put("type", "send_email");
        fallback.put("subject", "Hi");
        fallback.put("body", "Hi");
        fallback.put("fallback", true);
        fallback.put("when", Map.of("consent", "email"));

        assertThat(violations(fallback)).containsExactly("/steps/1/when");
    }
}
