package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPartsTest {
    @ParameterizedTest
    @CsvSource({
        "a, 1, 1",
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "€, 80, 1",
        "€, 81, 2",
        "€, 152, 2",
        "€, 153, 3",
        "é, 160, 1",
        "ê, 70, 1",
        "ê, 71, 2",
        "ê, 134, 2",
        "ê, 135, 3",
        "🎧, 35, 1",
        "🎧, 36, 2",
        "🎧, 66, 2",
        "🎧, 67, 3",
    })
    void the_parts_of_a_text_are_counted(String character, int times, int parts) {
        assertThat(TextParts.count(character.repeat(times))).isEqualTo(parts);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "'Thanks! \uD83C\uDFA7', 1"})
    void a_short_text_is_one_part(String text, int parts) {
        assertThat(TextParts.count(text)).isEqualTo(parts);
    }
}
