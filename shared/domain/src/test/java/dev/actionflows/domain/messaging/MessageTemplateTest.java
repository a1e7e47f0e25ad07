package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class MessageTemplateTest {
    private static final String SOURCE =
            "Thanks from {{project_name}}!{{#connect_link}} Connect:"
                    + " {{connect_link}}{{/connect_link}}";

    @Test
    void tags_are_filled_in_without_escaping() {
        assertThat(
                        new MessageTemplate(SOURCE)
                                .render(
                                        Map.of(
                                                MergeTag.PROJECT_NAME,
                                                "Salt & Pepper",
                                                MergeTag.CONNECT_LINK,
                                                "https://x.example/a?b=c&d=e")))
                .isEqualTo("Thanks from Salt & Pepper! Connect: https://x.example/a?b=c&d=e");
    }

    @Test
    void a_section_of_a_tag_without_a_value_is_omitted() {
        assertThat(
                        new MessageTemplate(SOURCE)
                                .render(Map.of(MergeTag.PROJECT_NAME, "Night Harbour")))
                .isEqualTo("Thanks from Night Harbour!");
    }

    @Test
    void a_tag_without_a_value_leaves_no_whitespace() {
        assertThat(new MessageTemplate("Hi {{connect_link}}").render(Map.of())).isEqualTo("Hi");
    }

    @Test
    void a_value_that_looks_like_a_tag_is_not_expanded() {
        assertThat(
                        new MessageTemplate("{{project_name}}")
                                .render(Map.of(MergeTag.PROJECT_NAME, "{{connect_link}}")))
                .isEqualTo("{{connect_link}}");
    }

    @Test
    void unknown_tags_are_reported_everywhere() {
        assertThat(MessageTemplate.errorsIn("{{first_name}} {{#vip}}{{>footer}}{{/vip}}"))
                .hasSize(3)
                .anyMatch(error -> error.contains("{{first_name}}"))
                .anyMatch(error -> error.contains("{{#vip}}"))
                .anyMatch(error -> error.contains("partial"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{}}",
                "{{ }}",
                "{{{}}}",
                "{{#}}x{{/}}",
                "Hi {{project_name",
                "Hi {{project_name}",
                "{{project_name} and {{connect_link}}",
                "{{ project_name and more }}",
                "{{project_name{x}}}",
                "{{{project_name}}",
                "{{{{project_name}}}}",
                "{project_name}}",
                "Hi project_name}}!",
                "Hi {project_name}!",
                "Hi { project_name }!",
                "{#connect_link}Connect{/connect_link}",
                "Hi \uFF5Bproject_name\uFF5D!",
                "Hi \uFF5B\uFF5Bproject_name\uFF5D\uFF5D!",
                "{{project_name}}}",
                "{{connect_link}}\uFF5D",
                "{{#connect_link}} never closed",
                "{{#connect_link}}{{#project_name}}x{{/connect_link}}",
                "x{{/connect_link}}",
                "{{/x}}",
                "{{#connect_link}}x{{/project_name}}{{/connect_link}}",
                "{{>footer}}",
                "{{=<% %>=}}<%project_name%>",
                "{{.}}",
                "{{project_name.length}}",
                "{{PROJECT_NAME}}",
                "{{",
                "a {{ b",
                "{{!comment",
            })
    void a_malformed_tag_is_reported_with_its_position(String source) {
        assertThat(MessageTemplate.errorsIn(source))
                .isNotEmpty()
                .allSatisfy(
                        error ->
                                assertThat(error)
                                        .matches("(?s)has the tag .* at character \\d+, which .+"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "{", "{ ", "{{", "}", "# ", "project_name ", "{project_name", "\n"})
    void a_hostile_repetitive_template_is_parsed_in_reasonable_time(String unit) {
        String source = unit.repeat(1_600 / unit.length());

        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> MessageTemplate.errorsIn(source + "x"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> MessageTemplate.errorsIn("x" + source + "}}"));
    }

    /** So long that an algorithm with quadratic time does not finish. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "}", "{{", "{{{ ", "{{a ", "{{a}", "{{!", "{{!}", "{{#x}}", "{{/x}}", " x",
            })
    void tags_are_parsed_in_linear_time(String unit) {
        String source = unit.repeat(400_000 / unit.length());

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> TemplateTags.errorsIn(source));
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> TemplateTags.errorsIn("}}" + source + "}"));
    }

    @Test
    void sections_are_closed_in_linear_time() {
        String open = "{{#connect_link}}".repeat(40_000);
        String crossed = "{{#a}}{{#b}}".repeat(40_000) + "{{/a}}{{z}}".repeat(40_000);
        String name = "n".repeat(100_000);
        String around = "{{#" + name + "}}" + open + "{{/" + name + "}}";

        for (String source : List.of(open + "{{/x}}".repeat(40_000), crossed, around)) {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> TemplateTags.errorsIn(source));
        }
    }

    @Test
    void the_position_of_a_tag_is_a_one_based_character_count() {
        assertThat(MessageTemplate.errorsIn("🔥 Hi {{first_name}}"))
                .singleElement()
                .asString()
                .startsWith("has the tag {{first_name}} at character 6, which is not known");
        assertThat(MessageTemplate.errorsIn("Hi {{project_name"))
                .containsExactly(
                        "has the tag {{project_name at character 4, which is not closed; end it"
                                + " with }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fine: {{connect_link}} { } }}",
                "{braces} stay {text}",
                "{a {b}}",
                "{{ project_name }}",
                "{{{project_name}}}",
                "{{&project_name}}",
                "[[project_name]]",
                "{my_project_name} {project_names}",
                "({{project_name}} } is fine",
                "x{{! a comment with {braces} }}",
                "{{#connect_link}}{{connect_link}}{{/connect_link}}{{^connect_link}}Hi{{/connect_link}}",
            })
    void well_formed_tags_and_text_without_tags_are_accepted(String source) {
        assertThat(MessageTemplate.errorsIn(source)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{! nothing }}",
                "{{^project_name}}Hi{{/project_name}}",
                "{{#connect_link}}{{^connect_link}}Hi{{/connect_link}}{{/connect_link}}",
            })
    void a_template_that_renders_empty_for_every_fan_is_an_error(String source) {
        assertThat(MessageTemplate.errorsIn(source))
                .singleElement()
                .asString()
                .startsWith("is always blank");
    }
}
