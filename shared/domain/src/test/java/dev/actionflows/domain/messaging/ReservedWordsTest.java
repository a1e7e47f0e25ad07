package dev.actionflows.domain.messaging;

import static dev.actionflows.domain.messaging.ReservedWords.Meaning.HELP;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.NONE;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.START;
import static dev.actionflows.domain.messaging.ReservedWords.Meaning.STOP;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class ReservedWordsTest {
    private static final Pattern CODE_POINT = Pattern.compile("<U\\+([0-9A-F]{4,6})>");

    /** A reply in the corpus {@code reserved-words.tsv}. */
    record Reply(ReservedWords.Meaning meaning, String language, String text) {
        private static Reply read(String line) {
            String[] parts = line.split("\t", 3);
            return new Reply(
                    ReservedWords.Meaning.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    parts[1],
                    CODE_POINT
                            .matcher(parts[2])
                            .replaceAll(
                                    match ->
                                            Character.toString(
                                                    Integer.parseInt(match.group(1), 16))));
        }
    }

    static Stream<Reply> replies() throws IOException {
        try (InputStream corpus =
                ReservedWordsTest.class.getResourceAsStream("/reserved-words.tsv")) {
            return new String(corpus.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .map(Reply::read)
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void a_reply_has_the_meaning_given_in_the_corpus(Reply reply) {
        assertThat(ReservedWords.meaningOf(reply.text())).isEqualTo(reply.meaning());
    }

    @Test
    void the_corpus_covers_every_meaning_in_many_languages() throws IOException {
        List<Reply> replies = replies().toList();

        assertThat(replies).extracting(Reply::meaning).contains(STOP, START, HELP, NONE);
        assertThat(replies.stream().filter(it -> it.meaning() == STOP)).hasSizeGreaterThan(200);
        assertThat(replies.stream().filter(it -> it.meaning() == NONE)).hasSizeGreaterThan(70);
        assertThat(replies.stream().map(Reply::language).distinct()).hasSizeGreaterThan(15);
    }

    @Test
    void a_meaning_recognized_by_the_provider_takes_precedence() {
        assertThat(ReservedWords.meaningOf("genug", Optional.of("STOP"))).isEqualTo(STOP);
        assertThat(ReservedWords.meaningOf("genug", Optional.of("START"))).isEqualTo(START);
        assertThat(ReservedWords.meaningOf("genug", Optional.of("HELP"))).isEqualTo(HELP);
        assertThat(ReservedWords.meaningOf("stop", Optional.of("NEW"))).isEqualTo(STOP);
    }

    /** A word in any other form would never match. */
    @Test
    void reserved_words_are_in_normalized_form() {
        assertThat(
                        Stream.of(ReservedWords.STOP, ReservedWords.START, ReservedWords.HELP)
                                .flatMap(words -> words.stream()))
                .allSatisfy(word -> assertThat(Words.of(word)).containsExactly(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?!", "\uFE0F", "\u200B"})
    void a_text_without_words_has_no_meaning(String text) {
        assertThat(ReservedWords.meaningOf(text)).isEqualTo(NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the ",
                "please ",
                "you have the ",
                "1",
                "stop",
                "STOP ",
                "unsubscribe ",
                "don't want ",
                "cancel the ",
                "\uFDFA",
                "👨\u200D",
            })
    void a_hostile_repetitive_text_is_parsed_in_reasonable_time(String unit) {
        for (String start : List.of("", "stop", "leave me ")) {
            String text = start + unit.repeat(20_000) + "x";

            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ReservedWords.meaningOf(text));
        }
    }

    @Test
    void a_very_long_text_is_parsed_in_reasonable_time() {
        assertThat(ReservedWords.meaningOf("don't want you to ".repeat(5_000))).isEqualTo(NONE);
        assertThat(ReservedWords.meaningOf("s".repeat(100_000))).isEqualTo(NONE);
        assertThat(ReservedWords.meaningOf("never stop ".repeat(5_000))).isEqualTo(NONE);
    }
}
