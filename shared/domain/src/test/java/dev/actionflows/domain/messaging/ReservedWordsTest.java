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

    /** A reply of the corpus {@code reserved-words.tsv}. */
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
    void a_reply_means_what_the_corpus_says(Reply reply) {
        assertThat(ReservedWords.meaningOf(reply.text())).isEqualTo(reply.meaning());
    }

    @Test
    void the_corpus_has_many_replies_of_each_meaning_in_many_languages() throws IOException {
        List<Reply> replies = replies().toList();

        assertThat(replies).extracting(Reply::meaning).contains(STOP, START, HELP, NONE);
        assertThat(replies.stream().filter(it -> it.meaning() == STOP)).hasSizeGreaterThan(200);
        assertThat(replies.stream().filter(it -> it.meaning() == NONE)).hasSizeGreaterThan(70);
        assertThat(replies.stream().map(Reply::language).distinct()).hasSizeGreaterThan(15);
    }

    @Test
    void what_the_provider_recognised_comes_first() {
        assertThat(ReservedWords.meaningOf("genug", Optional.of("STOP"))).isEqualTo(STOP);
        assertThat(ReservedWords.meaningOf("genug", Optional.of("START"))).isEqualTo(START);
        assertThat(ReservedWords.meaningOf("genug", Optional.of("HELP"))).isEqualTo(HELP);
        assertThat(ReservedWords.meaningOf("stop", Optional.of("NEW"))).isEqualTo(STOP);
    }

    /** Otherwise it would never match. */
    @Test
    void the_words_are_written_as_texts_are_read() {
        assertThat(
                        Stream.of(ReservedWords.STOP, ReservedWords.START, ReservedWords.HELP)
                                .flatMap(words -> words.stream()))
                .allSatisfy(word -> assertThat(Words.of(word)).containsExactly(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "?!", "\uFE0F", "\u200B"})
    void a_text_without_words_means_nothing(String text) {
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
    void a_text_of_hostile_repeats_is_read_in_good_time(String unit) {
        for (String start : List.of("", "stop", "leave me ")) {
            String text = start + unit.repeat(20_000) + "x";

            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ReservedWords.meaningOf(text));
        }
    }

    @Test
    void a_very_long_text_is_read_in_good_time() {
        assertThat(ReservedWords.meaningOf("don't want you to ".repeat(5_000))).isEqualTo(NONE);
        assertThat(ReservedWords.meaningOf("s".repeat(100_000))).isEqualTo(NONE);
        assertThat(ReservedWords.meaningOf("never stop ".repeat(5_000))).isEqualTo(NONE);
    }
}
