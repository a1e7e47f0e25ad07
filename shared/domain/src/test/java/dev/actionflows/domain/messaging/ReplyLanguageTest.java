package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ReplyLanguageTest {
    static List<String> languages() {
        return ReplyLanguages.CODES;
    }

    /** A word in any other form would never match. */
    @ParameterizedTest
    @MethodSource("languages")
    void words_are_in_normalized_form(String language) throws IOException {
        try (InputStream file =
                ReplyLanguage.class.getResourceAsStream("/consent-replies/" + language + ".txt")) {
            assertThat(
                            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.startsWith("#") && !line.startsWith("["))
                                    .flatMap(line -> WordPattern.literals(line).stream()))
                    .isNotEmpty()
                    .allSatisfy(word -> assertThat(Words.of(word)).containsExactly(word));
        }
    }

    @Test
    void a_language_without_a_resource_is_rejected() {
        assertThatThrownBy(() -> ReplyLanguage.load("xx"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("xx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm not getting your texts anymore",
                "ik krijg geen berichten meer van jullie",
                "最近メッセージ来ないけど登録解除されてますか"
            })
    void missing_messages_are_no_stop(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(ReservedWords.Meaning.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Liked “Reply STOP to opt out”",
                "A aimé « Répondez STOP pour vous désinscrire »",
                "「STOPと返信で停止」にいいねしました"
            })
    void a_reaction_that_quotes_the_message_is_no_stop(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(ReservedWords.Meaning.NONE);
    }
}
