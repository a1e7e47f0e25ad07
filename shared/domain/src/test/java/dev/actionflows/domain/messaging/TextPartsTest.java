package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

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

    @ParameterizedTest
    @CsvSource({
        "’, '''', 1",
        "“, '\"', 1",
        "…, ..., 1",
        "–, -, 1",
        "ê, e, 1",
        "ﬁ, fi, 1",
    })
    void the_first_character_outside_the_gsm_alphabet_is_named_with_its_equivalent(
            String character, String equivalent, int parts) {
        String text = "a".repeat(99) + character;

        assertThat(TextParts.count(text)).isEqualTo(2);
        assertThat(TextParts.widening(text))
                .contains(new TextParts.Widening(100, character, Optional.of(equivalent), parts));
    }

    @Test
    void invisible_characters_are_replaced_by_nothing_and_spaces_by_a_space() {
        assertThat(TextParts.widening("a\u200Bb").orElseThrow().equivalent()).contains("");
        assertThat(TextParts.widening("a\u202Fb").orElseThrow().equivalent()).contains(" ");
    }

    @Test
    void an_emoji_has_no_equivalent_and_its_position_counts_characters() {
        assertThat(TextParts.widening("é€ \uD83C\uDFA7\uD83C\uDFA7"))
                .contains(new TextParts.Widening(4, "\uD83C\uDFA7", Optional.empty(), 1));
        assertThat(TextParts.widening("plain {text} €")).isEmpty();
    }
}
