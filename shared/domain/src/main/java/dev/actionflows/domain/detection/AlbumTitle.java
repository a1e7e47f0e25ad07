package dev.actionflows.domain.detection;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A title as services show it, and what it has in common with the titles of other editions.
 *
 * <p>Services and labels mark the same release differently: Apple Music appends "- Single" or "-
 * EP", Spotify appends "- Deluxe Edition", others write "(Deluxe Edition)" or "[Remastered]", and
 * guests are named or not. Words for another recording, such as "live", "acoustic" or "remix", are
 * none of these marks.
 */
final class AlbumTitle {
    private static final String EDITION_WORDS =
            "deluxe|edition|édition|edición|edição|edizione|remaster(?:ed)?|expanded|anniversary"
                    + "|bonus|re-?issued?|explicit|clean";

    /** The kind of release, at the end of Apple Music's titles. */
    private static final Pattern KIND = Pattern.compile("\\s+[-–]\\s+(?:single|ep)$");

    private static final Pattern GUESTS =
            Pattern.compile("[(\\[](?:feat\\.?|ft\\.?|featuring|with)\\s[^)\\]]*[)\\]]");

    private static final Pattern EDITION =
            Pattern.compile(
                    "[(\\[][^)\\]]*\\b(?:%1$s)\\b[^)\\]]*[)\\]]|(?:\\s[-–]|:)\\s.*\\b(?:%1$s)\\b.*$"
                            .formatted(EDITION_WORDS),
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

    private static final int MAX_LENGTH = 60;
    private static final int KEPT_LENGTH = 40;

    private final String work;
    private final boolean marked;

    /**
     * @param title as a service shows it
     */
    AlbumTitle(String title) {
        String text =
                Normalizer.normalize(title.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String plain = GUESTS.matcher(KIND.matcher(text).replaceFirst("")).replaceAll("");
        String withoutMarks = EDITION.matcher(plain).replaceAll("");
        String letters = lettersOf(withoutMarks);
        this.work = shortened(letters.isEmpty() ? withoutMarks.strip() : letters);
        this.marked = !withoutMarks.equals(plain);
    }

    /** Many titles are stored together. */
    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, KEPT_LENGTH))
                        + "#"
                        + Integer.toHexString(text.hashCode());
    }

    private static String lettersOf(String text) {
        return NEITHER_LETTER_NOR_DIGIT.matcher(text).replaceAll("");
    }

    /** The same for all editions of a release. */
    String work() {
        return work;
    }

    /** Whether it says that it is an edition of a release. */
    boolean isEdition() {
        return marked;
    }
}
