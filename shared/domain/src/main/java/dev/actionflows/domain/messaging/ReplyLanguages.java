package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.function.Predicate;

/** All languages in which sentences are understood; single words are in {@link ReservedWords}. */
final class ReplyLanguages {
    /** ISO 639-1. */
    static final List<String> CODES =
            List.of("en", "es", "fr", "de", "pt", "it", "nl", "pl", "sv", "ja", "ru");

    private static final List<ReplyLanguage> ALL = CODES.stream().map(ReplyLanguage::load).toList();

    private static final WordSet ALONE =
            WordSet.union(ALL.stream().map(ReplyLanguage::alone).toList());

    private ReplyLanguages() {}

    /**
     * Whether a text of this word alone can mean anything in a language. Quick, because most texts
     * of one word are keywords.
     *
     * @param word a word in a script with spaces
     */
    static boolean mayMeanSomethingAlone(String word) {
        return ALONE.contains(word);
    }

    static boolean isStop(ReplyText reply) {
        return any(language -> language.isStop(reply));
    }

    static boolean hasStop(ReplyText reply) {
        return any(language -> language.hasStop(reply));
    }

    static boolean isOther(ReplyText reply) {
        return any(language -> language.isOther(reply));
    }

    static boolean isStart(ReplyText reply) {
        return any(language -> language.isStart(reply));
    }

    static boolean isHelp(ReplyText reply) {
        return any(language -> language.isHelp(reply));
    }

    /** The words after those of courtesy with which a message begins. */
    static List<String> withoutGreeting(List<String> words) {
        return words.stream().dropWhile(ReplyLanguages::isCourtesy).toList();
    }

    static boolean isCourtesy(String word) {
        return any(language -> language.isCourtesy(word));
    }

    private static boolean any(Predicate<ReplyLanguage> condition) {
        return ALL.stream().anyMatch(condition);
    }
}
