package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Set;

/**
 * The words with which a fan answers yes to a question. They mean this only if the project has
 * asked. Case, accents, punctuation, emoji and words of courtesy are ignored.
 */
public final class YesWords {
    /** As {@link Words} folds them; the languages are those of {@link ReplyLanguages}. */
    private static final Set<String> YES =
            ReservedWords.words(
                    """
                    yes y yep yup yeah yea yess yesss si sii sim oui ouais ja jaa jaja jawohl jep
                    jo tak da да ok okay okey confirm confirmed agree はい ハイ
                    """);

    private YesWords() {}

    /**
     * @param text the whole message
     */
    public static boolean isYes(String text) {
        List<String> words =
                Words.of(text).stream()
                        .filter(Words::isSpelled)
                        .filter(word -> YES.contains(word) || !isCourtesy(word))
                        .toList();
        return !words.isEmpty() && YES.containsAll(words);
    }

    private static boolean isCourtesy(String word) {
        return ReservedWords.COURTESY.contains(word) || ReplyLanguages.isCourtesy(word);
    }
}
