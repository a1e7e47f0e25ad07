package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class MessageTemplateTest {
    private static final String SOURCE =
            "Thanks from {{project_name}}!{{#connect_link}} Connect:"
                    + " {{connect_link}}{{/connect_link}}";

    @Test
    void tags_are_filled_in_and_nothing_is_escaped() {
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
    void a_section_of_a_tag_without_value_disappears() {
        assertThat(
                        new MessageTemplate(SOURCE)
                                .render(Map.of(MergeTag.PROJECT_NAME, "Night Harbour")))
                .isEqualTo("Thanks from Night Harbour!");
    }

    @Test
    void a_tag_without_value_leaves_nothing_behind() {
        assertThat(new MessageTemplate("Hi {{connect_link}}").render(Map.of())).isEqualTo("Hi");
    }

    @Test
    void a_value_that_looks_like_a_tag_stays_text() {
        assertThat(
                        new MessageTemplate("{{project_name}}")
                                .render(Map.of(MergeTag.PROJECT_NAME, "{{connect_link}}")))
                .isEqualTo("{{connect_link}}");
    }

    @Test
    void unknown_tags_are_named_wherever_they_stand() {
        assertThat(MessageTemplate.errorsIn("{{first_name}} {{#vip}}{{>footer}}{{/vip}}"))
                .hasSize(3)
                .anyMatch(error -> error.contains("{{first_name}}"))
                .anyMatch(error -> error.contains("{{vip}}"))
                .anyMatch(error -> error.contains("partial"));
    }

    @Test
    void a_template_that_does_not_parse_is_an_error() {
        assertThat(MessageTemplate.errorsIn("{{#connect_link}} never closed")).hasSize(1);
        assertThat(MessageTemplate.errorsIn("Fine: {{connect_link}} { } }}")).isEmpty();
    }
}
