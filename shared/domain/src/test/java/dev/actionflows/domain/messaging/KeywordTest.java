package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRESAVE",
                "presave",
                "  PreSave \n",
                "Pre-Save!",
                "pre save",
                "“presave”",
                "présave",
                "ＰＲＥＳＡＶＥ",
                "p.r.e.s.a.v.e",
                "#PRESAVE",
                "presave\u200B",
            })
    void case_accents_width_punctuation_and_spaces_do_not_matter(String text) {
        assertThat(Keyword.of(text)).contains(new Keyword("presave"));
    }

    @Test
    void letters_that_fold_to_two_or_depend_on_their_place_are_folded_alike() {
        assertThat(Keyword.of("STRASSE")).isEqualTo(Keyword.of("straße"));
        assertThat(Keyword.of("ΣΕΙΣ")).isEqualTo(Keyword.of("σεις"));
        assertThat(Keyword.of("İSTANBUL")).isEqualTo(Keyword.of("istanbul"));
        assertThat(Keyword.of("ISTANBUL")).isEqualTo(Keyword.of("ıstanbul"));
    }

    @Test
    void an_emoji_is_a_keyword_whatever_its_skin_tone_or_form() {
        assertThat(Keyword.of("🔥")).isPresent().isNotEqualTo(Keyword.of("🎵"));
        assertThat(Keyword.of("✌🏽")).isEqualTo(Keyword.of("✌\uFE0F"));
    }

    @Test
    void scripts_with_vowel_signs_keep_them() {
        assertThat(Keyword.of("हिन्दी")).isNotEqualTo(Keyword.of("हन्द"));
        assertThat(Keyword.of("プレセーブ")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "!?.", "\uFE0F", "#"})
    void a_text_without_letter_digit_or_symbol_is_no_keyword(String text) {
        assertThat(Keyword.of(text)).isEmpty();
    }

    @Test
    void a_long_text_is_no_keyword() {
        assertThat(Keyword.of("a".repeat(40))).isPresent();
        assertThat(Keyword.of("a".repeat(41))).isEmpty();
        assertThat(Keyword.of("\uFDFA".repeat(1600))).isEmpty();
    }

    @Test
    void a_text_can_be_meant_as_a_whole_or_as_any_word_of_it() {
        assertThat(Keyword.allIn("Pre-save, please! PLEASE", 10))
                .extracting(Keyword::folded)
                .containsExactly("presavepleaseplease", "pre", "save", "please");
        assertThat(Keyword.allIn("Link!", 10)).containsExactly(new Keyword("link"));
        assertThat(Keyword.allIn("?!", 10)).isEmpty();
    }

    @Test
    void of_a_long_text_only_the_first_words_are_looked_at() {
        assertThat(Keyword.allIn("one one two three four", 3))
                .extracting(Keyword::folded)
                .containsExactly("oneonetwothreefour", "one", "two", "three");
        assertThat(Keyword.allIn("word ".repeat(100_000), 3)).hasSize(1);
        assertThat(Keyword.allIn("a".repeat(41) + " link", 3))
                .extracting(Keyword::folded)
                .containsExactly("link");
    }
}
