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
    /** Longer than a busy machine needs, and shorter than an algorithm with quadratic time. */
    private static final Duration REASONABLE = Duration.ofMinutes(2);

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
        assertThat(MessageTemplate.errorsIn("{{nickname}} {{#vip}}{{>footer}}{{/vip}}"))
                .hasSize(3)
                .anyMatch(error -> error.contains("{{nickname}}"))
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
                "Hi {first_name}!",
                "Hi {{ first_name }",
                "{release_title} is out",
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

        assertTimeoutPreemptively(REASONABLE, () -> MessageTemplate.errorsIn(source + "x"));
        assertTimeoutPreemptively(REASONABLE, () -> MessageTemplate.errorsIn("x" + source + "}}"));
    }

    /** So long that an algorithm with quadratic time does not finish. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "}", "{{", "{{{ ", "{{a ", "{{a}", "{{!", "{{!}", "{{#x}}", "{{/x}}", " x",
            })
    void tags_are_parsed_in_linear_time(String unit) {
        String source = unit.repeat(400_000 / unit.length());

        assertTimeoutPreemptively(REASONABLE, () -> TemplateTags.errorsIn(source));
        assertTimeoutPreemptively(REASONABLE, () -> TemplateTags.errorsIn("}}" + source + "}"));
    }

    @Test
    void sections_are_closed_in_linear_time() {
        String open = "{{#connect_link}}".repeat(40_000);
        String crossed = "{{#a}}{{#b}}".repeat(40_000) + "{{/a}}{{z}}".repeat(40_000);
        String name = "n".repeat(100_000);
        String around = "{{#" + name + "}}" + open + "{{/" + name + "}}";

        for (String source : List.of(open + "{{/x}}".repeat(40_000), crossed, around)) {
            assertTimeoutPreemptively(REASONABLE, () -> TemplateTags.errorsIn(source));
        }
    }

    @Test
    void the_position_of_a_tag_is_a_one_based_character_count() {
        assertThat(MessageTemplate.errorsIn("🔥 Hi {{nickname}}"))
                .singleElement()
                .asString()
                .startsWith("has the tag {{nickname}} at character 6, which is not known");
        assertThat(MessageTemplate.errorsIn("Hi {{project_name"))
                .containsExactly(
                        "has the tag {{project_name at character 4, which is not closed; end it"
                                + " with }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fine: {{project_name}} { } }}",
                "Hi {first_names} and {firstname}",
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
    @ValueSource(strings = {"first_name", "connect_link", "release_link"})
    void a_tag_without_a_value_for_some_fans_needs_a_section_for_them(String tag) {
        String section = "{{#%1$s}} {{%1$s}}{{/%1$s}}".formatted(tag);

        assertThat(MessageTemplate.errorsIn("Hi {{%s}}!".formatted(tag)))
                .containsExactly(
                        ("has the tag {{%1$s}} at character 4, which has no value for some fans;"
                                        + " write {{#%1$s}}…{{%1$s}}…{{/%1$s}} around it, or add"
                                        + " {{^%1$s}}…{{/%1$s}} with the text for those fans")
                                .formatted(tag));
        assertThat(MessageTemplate.errorsIn("Hi" + section + "!")).isEmpty();
        assertThat(MessageTemplate.errorsIn("Hi" + section + " {{" + tag + "}}")).hasSize(1);
        assertThat(MessageTemplate.errorsIn("Hi {{%1$s}}{{^%1$s}}you{{/%1$s}}!".formatted(tag)))
                .isEmpty();
        assertThat(MessageTemplate.errorsIn("Hi {{^%1$s}}you{{/%1$s}}{{%1$s}}!".formatted(tag)))
                .isEmpty();
    }

    @Test
    void the_section_of_another_tag_is_no_section_for_fans_without_a_value() {
        assertThat(
                        MessageTemplate.errorsIn(
                                "Hi{{#connect_link}} {{first_name}} {{connect_link}}"
                                        + "{{/connect_link}}{{^connect_link}}!{{/connect_link}}"))
                .singleElement()
                .asString()
                .startsWith("has the tag {{first_name}} at character 21");
    }

    @ParameterizedTest
    @ValueSource(strings = {"project_name", "artist_name", "release_title"})
    void a_tag_that_has_a_value_for_every_fan_needs_no_section(String tag) {
        assertThat(MessageTemplate.errorsIn("About {{%s}}".formatted(tag))).isEmpty();
    }

    @Test
    void a_template_that_is_blank_for_most_fans_is_valid() {
        assertThat(
                        MessageTemplate.errorsIn(
                                "{{#first_name}}{{^connect_link}}Hi {{first_name}}"
                                        + "{{/connect_link}}{{/first_name}}"))
                .isEmpty();
    }

    @Test
    void a_value_inside_an_address_is_escaped_and_other_text_is_not() {
        MessageTemplate template =
                new MessageTemplate(
                        "{{first_name}}: https://label.example/{{artist_name}}?n={{first_name}}&r="
                                + "{{release_link}} {{first_name}} {{release_link}}");

        assertThat(
                        template.render(
                                Map.of(
                                        MergeTag.FIRST_NAME,
                                        "Zoë & \"Co\"",
                                        MergeTag.ARTIST_NAME,
                                        "A+B / C",
                                        MergeTag.RELEASE_LINK,
                                        "https://x.example/a?b=1&c=2")))
                .isEqualTo(
                        "Zoë & \"Co\": https://label.example/A%2BB%20%2F%20C"
                                + "?n=Zo%C3%AB%20%26%20%22Co%22"
                                + "&r=https%3A%2F%2Fx.example%2Fa%3Fb%3D1%26c%3D2"
                                + " Zoë & \"Co\" https://x.example/a?b=1&c=2");
    }

    @Test
    void a_template_becomes_one_text_for_each_combination_of_absent_tags() {
        Map<MergeTag, String> values =
                Map.of(
                        MergeTag.PROJECT_NAME, "P",
                        MergeTag.FIRST_NAME, "Ada",
                        MergeTag.CONNECT_LINK, "link",
                        MergeTag.RELEASE_LINK, "unused");

        assertThat(
                        new MessageTemplate(
                                        "{{project_name}}{{#first_name}} {{first_name}}"
                                                + "{{/first_name}}{{^connect_link}} none"
                                                + "{{/connect_link}}")
                                .renderAll(values))
                .containsExactlyInAnyOrder("P Ada", "P", "P Ada none", "P none");
    }

    @Test
    void the_tags_of_a_template_are_those_of_its_sections_too() {
        MessageTemplate template =
                new MessageTemplate(
                        "release_title {{! {{artist_name}} {{^first_name}}you{{/first_name}}"
                                + "{{{project_name}}}");

        assertThat(template.tags())
                .containsExactlyInAnyOrder(MergeTag.FIRST_NAME, MergeTag.PROJECT_NAME);
        assertThat(template.mayHave(MergeTag.FIRST_NAME)).isTrue();
        assertThat(template.mayHave(MergeTag.RELEASE_LINK)).isFalse();
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
