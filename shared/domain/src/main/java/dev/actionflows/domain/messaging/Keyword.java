package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one word or phrase that a fan texts to start a flow, folded: case, accents, punctuation and
 * spaces do not matter. "Pré-Save!" is the keyword {@code presave}.
 */
public record Keyword(String folded) {
    /** Longer texts are conversation, not keywords. */
    public static final int MAX_LENGTH = 40;

    public Keyword {
        if (folded.isEmpty() || folded.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a keyword has 1 to " + MAX_LENGTH + " characters");
        }
    }

    /**
     * @return empty when the text has no letter, digit or symbol, or too many
     */
    public static Optional<Keyword> of(String text) {
        String folded = String.join("", Words.of(text));
        return folded.isEmpty() || folded.length() > MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Keyword(folded));
    }

    /**
     * The keywords that a text can be meant as: the whole text, then each word of it.
     *
     * @param maxWords how many different words are looked at, from the first one on
     * @return without repetitions; whoever reads on takes the first one that means something
     */
    public static List<Keyword> allIn(String text, int maxWords) {
        List<String> words = Words.of(text);
        return Stream.concat(
                        Stream.of(String.join("", words)),
                        words.stream().distinct().limit(maxWords))
                .filter(word -> !word.isEmpty() && word.length() <= MAX_LENGTH)
                .distinct()
                .map(Keyword::new)
                .toList();
    }

    /** Words that the law or the provider give a meaning of their own cannot start a flow. */
    public static boolean isReserved(String text) {
        return ReservedWords.meaningOf(text) != ReservedWords.Meaning.NONE;
    }
}
