package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class WordPatternTest {
    private static final Map<String, WordSet> LISTS =
            Map.of("messages", WordSet.of(List.of("text*", "sms"), Map.of()));

    private static final WordSet COURTESY = WordSet.of(List.of("please"), Map.of());

    @ParameterizedTest
    @CsvSource({
        "stop|quit texting, i said quit texting me",
        "no more @messages, no more texts",
        "no more @messages, no more sms please",
        "stop *ing^being me, stop annoying me",
        "stop the? texts, stop texts",
        "stop the? texts, stop the texts",
        "stop ..2 texts, stop all these texts",
        "stop the|all..2 texts, stop all the texts",
        "stop $, now please stop please",
    })
    void a_pattern_occurs_in_words(String pattern, String words) {
        assertThat(occurs(pattern, words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "stop|quit texting, stop calling",
        "no more @messages, no more tickets",
        "stop *ing^being me, stop being me",
        "stop ..2 texts, stop all of these texts",
        "stop the|all..2 texts, stop my texts",
        "stop $, stop the bus",
        "no more texts, no more",
    })
    void a_pattern_does_not_occur_in_other_words(String pattern, String words) {
        assertThat(occurs(pattern, words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"please leave me please alone, true", "leave me alone now, false", "leave, false"})
    void words_match_completely_apart_from_courtesy(String words, boolean matches) {
        assertThat(pattern("leave me alone").matches(List.of(words.split(" ")), COURTESY))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the?", "..3", "stop @unknown", "a ..63"})
    void a_pattern_that_matches_nothing_or_too_much_is_rejected(String notation) {
        assertThatThrownBy(() -> pattern(notation)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "stop|quit, quit, true",
        "stop the? texts..2, stop, true",
        "stop the? texts..2, the, false",
        "@messages $, texting, true",
        "stop texts, stop, false",
        "*ing^being, annoying, true",
    })
    void a_word_that_matches_a_pattern_alone_is_known(String notation, String word, boolean known) {
        assertThat(pattern(notation).alone().contains(word)).isEqualTo(known);
        assertThat(pattern(notation).matches(List.of(word), COURTESY)).isEqualTo(known);
    }

    @Test
    void complete_words_are_listed() {
        assertThat(WordPattern.literals("stop|quit *ing^being the? @messages text* a..2 ..3 me $"))
                .containsExactly("stop", "quit", "being", "the", "a", "me");
    }

    private static boolean occurs(String notation, String text) {
        List<String> words = List.of(text.split(" "));
        WordPattern pattern = pattern(notation);
        for (int index = 0; index < words.size(); index++) {
            if (pattern.matchesAt(words, index, COURTESY)) {
                return true;
            }
        }
        return false;
    }

    private static WordPattern pattern(String notation) {
        return WordPattern.parse(notation, LISTS);
    }
}
