package dev.actionflows.domain.messaging;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the text of a message is read, so that phones' capitals, quotes, accents and full-width
 * letters do not matter.
 */
final class Words {
    /** Apostrophes vanish inside a word: "don't" is one word. */
    private static final Pattern APOSTROPHES = Pattern.compile("['’‘`´]");

    /**
     * Everything that is no letter, digit, vowel sign or symbol (emoji are symbols) parts words.
     */
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}]+");

    /** Accents of Latin, Greek and Cyrillic, and the marks that only choose how an emoji looks. */
    private static final Pattern IGNORED_MARKS =
            Pattern.compile("[\\u0300-\\u036F\\uFE00-\\uFE0F]");

    private Words() {}

    /**
     * @return the words, folded: compatibility forms, case and accents are gone
     */
    static List<String> of(String text) {
        String plain = APOSTROPHES.matcher(text).replaceAll("");
        String decomposed =
                IGNORED_MARKS
                        .matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD))
                        .replaceAll("");
        // upper, then lower: folds ß, dotless i and final sigma the same way wherever they stand
        String upper = decomposed.toUpperCase(Locale.ROOT);
        String folded = Normalizer.normalize(upper, Normalizer.Form.NFKC);
        return Arrays.stream(SEPARATORS.split(folded))
                .filter(word -> !word.isEmpty())
                .map(word -> IGNORED_MARKS.matcher(word.toLowerCase(Locale.ROOT)).replaceAll(""))
                .map(word -> word.replace('ς', 'σ'))
                .toList();
    }
}
