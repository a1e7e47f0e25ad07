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
 * none of these marks, and neither is "edition" alone: a "Summer Edition" and a "Winter Edition"
 * may have nothing in common.
 */
final class AlbumTitle {
    private static final int MAX_READ = 300;
    private static final int MAX_LENGTH = 60;
    private static final int KEPT_LENGTH = 40;

    private static final String MARKS =
            "deluxe|de lujo|de luxe|expanded|anniversary|remaster(?:ed)?|re-?issued?"
                    + "|(?:special|limited|collector['’]?s|bonus|extended|complete) edition"
                    + "|édition (?:spéciale|limitée)|edición (?:especial|limitada)"
                    + "|edição especial|limitierte edition";

    /** What marks an edition only if it stands in brackets. */
    private static final String BRACKETED =
            "(?:explicit|clean)(?: version)?|bonus tracks?(?: version)?";

    /** The kind of release, at the end of Apple Music's titles. */
    private static final Pattern KIND = Pattern.compile("\\s[-–]\\s(?:single|ep)$");

    private static final Pattern GUESTS =
            Pattern.compile("[(\\[](?:feat\\.?|ft\\.?|featuring)\\s[^)\\]]*[)\\]]");

    private static final Pattern EDITION =
            Pattern.compile(
                    "[(\\[](?:[^)\\]]*\\b(?:%1$s)\\b[^)\\]]*|%2$s)[)\\]]|(?:\\s[-–]|:)\\s.*\\b(?:%1$s)\\b.*$"
                            .formatted(MARKS, BRACKETED),
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

    private final String work;
    private final boolean marked;

    /**
     * @param title as a service shows it
     */
    AlbumTitle(String title) {
        String text = normalized(title.length() > MAX_READ ? title.substring(0, MAX_READ) : title);
        String plain = GUESTS.matcher(KIND.matcher(text).replaceFirst("")).replaceAll("");
        String withoutMarks = EDITION.matcher(plain).replaceAll("");
        boolean isNothingLeft = withoutMarks.isBlank();
        String left = isNothingLeft ? plain : withoutMarks;
        String letters = lettersOf(left);
        this.work = shortened(letters.isEmpty() ? left.strip() : letters);
        this.marked = !isNothingLeft && !withoutMarks.equals(plain);
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String lettersOf(String text) {
        return NEITHER_LETTER_NOR_DIGIT.matcher(text).replaceAll("");
    }

    /** Many titles are stored together. */
    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, KEPT_LENGTH))
                        + "#"
                        + Integer.toHexString(text.hashCode());
    }

    /** Whether all artists, as a service shows them, include one, whatever the punctuation. */
    static boolean isAmong(String artist, String all) {
        return lettersOf(normalized(all)).contains(lettersOf(normalized(artist)));
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
