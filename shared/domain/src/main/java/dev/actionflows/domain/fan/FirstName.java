package dev.actionflows.domain.fan;

import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.messaging.Keyword;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fan's first name: one line, kept as it was written. It may contain braces or HTML, which stay
 * text, but no web address, which would become a link in a mail, and no characters that change the
 * direction of the text after it. {@link #toString} omits the name, which must not be logged.
 */
public record FirstName(String text) {
    /** In Unicode code points. */
    public static final int MAX_LENGTH = 50;

    /** What {@link #parse} accepts; follows "must be ". */
    public static final String EXPECTED =
            "a name of 1 to " + MAX_LENGTH + " characters, in one line and without a web address";

    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "[\\p{Cc}\\p{Cs}\\u2028-\\u202E\\u2066-\\u2069]|://|\\b(?i:www)\\."
                            // a domain, which mail programs turn into a link; "J.R." is none
                            + "|[\\p{L}\\p{N}-]\\.\\p{L}{2,}");

    public FirstName {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("must be " + EXPECTED);
        }
    }

    /**
     * @param typed white space around it does not count
     * @return empty if it is no such name
     */
    public static Optional<FirstName> parse(String typed) {
        return Optional.of(typed.strip()).filter(FirstName::isWellFormed).map(FirstName::new);
    }

    private static boolean isWellFormed(String text) {
        return !Text.isBlank(text)
                && Text.length(text) <= MAX_LENGTH
                && !FORBIDDEN.matcher(text).find();
    }

    /**
     * The name as it is searched for, folded like a keyword: without case, accents, punctuation and
     * spaces.
     *
     * @return at most {@link #MAX_LENGTH} code points; empty if the text has neither a letter nor a
     *     digit nor an emoji
     */
    static String folded(String text) {
        String folded = Keyword.folded(text);
        // a compatibility form may stand for a whole phrase
        return Text.length(folded) <= MAX_LENGTH
                ? folded
                : folded.substring(0, folded.offsetByCodePoints(0, MAX_LENGTH));
    }

    /** See {@link #folded(String)}. */
    public String folded() {
        return folded(text);
    }

    @Override
    public String toString() {
        return "first name";
    }
}
