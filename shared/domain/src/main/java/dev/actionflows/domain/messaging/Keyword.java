package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The word or phrase that a fan texts to start a flow, folded: case, accents, punctuation, and
 * spaces are ignored. "Pré-Save!" is the keyword {@code presave}.
 */
public record Keyword(String folded) {
    /** In code points. Longer texts are conversation, not keywords. */
    public static final int MAX_LENGTH = 40;

    /** A class of its own, so that functions that only read flows compile no patterns. */
    private static final class Patterns {
        static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

        /** Requires a dot, because people also omit the space before a handle. */
        static final Pattern MAIL_ADDRESS =
                Pattern.compile("[\\p{L}\\p{N}][@＠][\\p{L}\\p{N}-]++[.．][\\p{L}\\p{N}]");

        static final Pattern HANDLE = Pattern.compile("[@＠][\\p{L}\\p{N}_.]+");

        /**
         * A URL. Without a scheme it needs a path or a common top-level domain, because people also
         * omit the space after a full stop.
         */
        static final Pattern PAGE =
                Pattern.compile(
                        "(?:[a-z][a-z0-9+-]{1,15}://|(?<![\\p{L}\\p{N}])www\\.[\\p{L}\\p{N}]).*"
                            + "|(?:[\\p{L}\\p{N}-]{1,63}\\.)++(?:\\p{L}{2,24}/.*"
                            + "|(?:com|net|org|info|io|co|fm|tv|app|gg|ly|de|fr|uk)(?![\\p{L}\\p{N}]))",
                        Pattern.CASE_INSENSITIVE);
    }

    public Keyword {
        if (!hasGoodLength(folded)) {
            throw new IllegalArgumentException("a keyword has 1 to " + MAX_LENGTH + " characters");
        }
    }

    private static boolean hasGoodLength(String folded) {
        return !folded.isEmpty() && folded.codePointCount(0, folded.length()) <= MAX_LENGTH;
    }

    /**
     * @return empty when the text has no letter, digit, or symbol, or is too long
     */
    public static Optional<Keyword> of(String text) {
        return joined(Words.of(text).stream());
    }

    /** A text of any length, folded; empty when it has no letter, digit, or symbol. */
    public static String folded(String text) {
        return String.join("", Words.of(text));
    }

    private static Optional<Keyword> joined(Stream<String> words) {
        String folded = String.join("", words.toList());
        return hasGoodLength(folded) ? Optional.of(new Keyword(folded)) : Optional.empty();
    }

    /**
     * The keywords that a whole text can match, most specific first: the complete text, then the
     * text without emoji.
     */
    public static List<Keyword> meantBy(String text) {
        List<String> words = Words.of(text);
        return Stream.of(joined(words.stream()), joined(words.stream().filter(Words::isSpelled)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /**
     * The keywords that a text can match, most specific first: the whole text, two adjacent words
     * ("pre-order", "pre order"), then each word. Parts of handles and addresses are ignored.
     *
     * @param maxWords how many different words are considered, from the start
     * @param max the maximum number of keywords; single words take precedence over pairs
     * @return distinct keywords; the first one that matches a flow applies
     */
    public static List<Keyword> allIn(String text, int maxWords, int max) {
        String beginning = Words.beginningOf(text);
        List<List<String>> chunks =
                Arrays.stream(Patterns.SPACES.split(beginning))
                        .map(chunk -> Words.of(withoutAddresses(chunk)))
                        .filter(words -> !words.isEmpty())
                        .toList();
        List<String> words = chunks.stream().flatMap(List::stream).toList();
        List<Keyword> single =
                words.stream()
                        .distinct()
                        .limit(maxWords)
                        .flatMap(word -> joined(Stream.of(word)).stream())
                        .toList();
        Stream<Keyword> joined =
                Stream.concat(
                                Stream.of(whole(beginning), joined(words.stream()))
                                        .flatMap(Optional::stream),
                                Stream.concat(
                                                chunks.stream().filter(chunk -> chunk.size() > 1),
                                                pairs(words).stream())
                                        .flatMap(together -> joined(together.stream()).stream()))
                        .distinct()
                        .filter(keyword -> !single.contains(keyword))
                        .limit(Math.max(0, max - single.size()));
        return Stream.concat(joined, single.stream()).toList();
    }

    /** "DROP.IO" can be a keyword although it looks like a URL; a handle cannot. */
    private static Optional<Keyword> whole(String text) {
        return text.chars().anyMatch(character -> character == '@' || character == '＠')
                ? Optional.empty()
                : of(text);
    }

    /** Adjacent words; emoji between them are skipped. */
    private static List<List<String>> pairs(List<String> words) {
        List<String> spelled = words.stream().filter(Words::isSpelled).toList();
        List<List<String>> pairs = new ArrayList<>();
        for (int index = 1; index < spelled.size(); index++) {
            pairs.add(spelled.subList(index - 1, index + 1));
        }
        return pairs;
    }

    private static String withoutAddresses(String chunk) {
        if (Patterns.MAIL_ADDRESS.matcher(chunk).find()) {
            return "";
        }
        return Patterns.PAGE
                .matcher(Patterns.HANDLE.matcher(chunk).replaceAll(" "))
                .replaceAll(" ");
    }

    /** Words with a legal or provider-defined meaning cannot start a flow. */
    public static boolean isReserved(String text) {
        return ReservedWords.meaningOf(text) != ReservedWords.Meaning.NONE;
    }
}
