package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.Reply.Source;
import dev.actionflows.domain.messaging.ReservedWords.Meaning;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the recognition on the replies of {@code replies/}, whose README describes them. */
class StopCorpusTest {
    private static final List<Reply> REPLIES = Reply.all();

    @Test
    void every_word_of_regulators_and_carriers_is_recognized() {
        assertThat(missed(reply -> reply.source() == Source.REGULATOR)).isEmpty();
    }

    @Test
    void other_wordings_of_a_stop_are_recognized_in_98_of_100_replies() {
        assertRecognized(Meaning.STOP, 98);
    }

    @Test
    void other_wordings_of_start_and_help_are_recognized_in_98_of_100_replies() {
        assertRecognized(Meaning.START, 98);
        assertRecognized(Meaning.HELP, 98);
    }

    @Test
    void at_most_5_of_1000_other_replies_are_taken_for_a_stop() {
        assertSeldomMistaken(Meaning.STOP);
    }

    @Test
    void at_most_5_of_1000_other_replies_are_taken_for_a_start_or_for_help() {
        assertSeldomMistaken(Meaning.START);
        assertSeldomMistaken(Meaning.HELP);
    }

    /** A start lifts a stop, so it must never be read into one. */
    @Test
    void no_stop_is_taken_for_a_start() {
        assertThat(
                        REPLIES.stream()
                                .filter(reply -> reply.label() == Meaning.STOP)
                                .filter(reply -> reply.recognized() == Meaning.START))
                .isEmpty();
    }

    @Test
    void the_corpus_has_the_required_size() {
        Map<String, Long> sizes =
                REPLIES.stream()
                        .collect(Collectors.groupingBy(Reply::language, Collectors.counting()));

        assertThat(REPLIES).hasSizeGreaterThan(5_000);
        assertThat(sizes)
                .containsOnlyKeys("en", "es", "fr", "de", "pt", "it", "nl", "pl", "sv", "ja");
        assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isGreaterThan(300));
        assertThat(sizes.get("en")).isGreaterThan(1_500);
    }

    @Test
    void no_reply_occurs_twice_in_the_corpus() {
        assertThat(REPLIES.stream().map(reply -> reply.language() + " " + reply.text()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_language_has_replies_of_each_label_and_source() {
        for (List<Reply> replies : byLanguage(reply -> true).values()) {
            assertThat(replies).extracting(Reply::label).contains(Meaning.values());
            assertThat(replies).extracting(Reply::source).contains(Source.values());
            assertThat(replies.stream().filter(Reply::isHeldOut)).hasSizeGreaterThan(100);
        }
    }

    private static void assertRecognized(Meaning meaning, int percent) {
        Predicate<Reply> wording =
                reply -> reply.source() == Source.WORDING && reply.label() == meaning;

        assertThat(missed(wording).size() * 100)
                .as(figures(wording))
                .isLessThanOrEqualTo(count(wording) * (100 - percent));
    }

    private static void assertSeldomMistaken(Meaning meaning) {
        Predicate<Reply> other = reply -> reply.source() == Source.OTHER;
        long mistaken = missed(other).stream().filter(it -> it.recognized() == meaning).count();

        assertThat(mistaken * 1000).as(figures(other)).isLessThanOrEqualTo(count(other) * 5L);
    }

    private static List<Reply> missed(Predicate<Reply> which) {
        return REPLIES.stream().filter(which).filter(reply -> !reply.isRecognized()).toList();
    }

    private static int count(Predicate<Reply> which) {
        return Math.toIntExact(REPLIES.stream().filter(which).count());
    }

    private static Map<String, List<Reply>> byLanguage(Predicate<Reply> which) {
        return REPLIES.stream()
                .filter(which)
                .collect(Collectors.groupingBy(Reply::language, TreeMap::new, Collectors.toList()));
    }

    /** One line per language, then the replies that were not recognized. */
    private static String figures(Predicate<Reply> which) {
        Stream<String> languages =
                byLanguage(which).entrySet().stream()
                        .map(
                                entry ->
                                        "%s: %d of %d right"
                                                .formatted(
                                                        entry.getKey(),
                                                        entry.getValue().stream()
                                                                .filter(Reply::isRecognized)
                                                                .count(),
                                                        entry.getValue().size()));
        Stream<String> replies =
                missed(which).stream()
                        .map(
                                reply ->
                                        "%s, expected %s but was %s: %s"
                                                .formatted(
                                                        reply.language(),
                                                        reply.label(),
                                                        reply.recognized(),
                                                        reply.text()));
        return Stream.concat(languages, replies).collect(Collectors.joining("\n", "\n", "\n"));
    }
}
