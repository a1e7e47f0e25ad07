package dev.actionflows.domain.messaging;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Splits a message into words, ignoring case, quotes, accents, full-width forms, and invisible
 * characters. Letters and digits form words; each emoji is a word of its own.
 */
final class Words {
    /**
     * Apostrophes inside a word are removed: "don't" is one word. This includes the spacing acute
     * accent, which is removed first because its compatibility form is a space.
     */
    private static final Pattern APOSTROPHES = Pattern.compile("['’‘‛`\u2032\u02B9\u02BB\u02BC]");

    private static final String ACUTE = "\u00B4";

    /**
     * Removed characters: accents, optional vowel points (Arabic, Hebrew), variation selectors and
     * skin tones of emoji, fillers, and all invisible characters except the joiner, which combines
     * emoji.
     */
    private static final Pattern IGNORED =
            Pattern.compile(
                    "[\\u0300-\\u036F\\u0483-\\u0487\\u0591-\\u05C7\\u0640\\u064B-\\u0655"
                            + "\\u0670\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF\\u20D0-\\u20FF"
                            + "\\uFE00-\\uFE0F\\uFE20-\\uFE2F\\x{1F3FB}-\\x{1F3FF}"
                            + "\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800"
                            + "\\x{E0000}-\\x{E0FFF}]"
                            + "|[\\p{Cf}&&[^\\u200D]]"
                            + "|(?<!\\p{So})\\u200D|\\u200D(?!\\p{So})");

    private static final Pattern WORD =
            Pattern.compile(
                    "[\\p{L}\\p{N}\\p{M}]++"
                            // a flag consists of two regional indicators
                            + "|[\\x{1F1E6}-\\x{1F1FF}]{2}"
                            + "|\\p{So}(?:\\u200D\\p{So})*+");

    /** White letters on black, circled and squared: A to Z each. */
    private static final int[] LETTERS_AS_SYMBOLS = {0x1F150, 0x1F170};

    /** The length of an Instagram comment; a text has at most 1,600 characters. */
    private static final int LONGEST = 2_200;

    private Words() {}

    /**
     * @return the words, folded: without compatibility forms, case, and accents
     */
    static List<String> of(String text) {
        return WORD.matcher(fold(beginningOf(text))).results().map(MatchResult::group).toList();
    }

    /**
     * @return at most as much as one message can contain: no phone sends longer texts, and reading
     *     them would waste time
     */
    static String beginningOf(String text) {
        return text.length() <= LONGEST || text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }

    /** Whether a word consists of letters or digits rather than an emoji. */
    static boolean isSpelled(String word) {
        return Character.getType(word.codePointAt(0)) != Character.OTHER_SYMBOL;
    }

    private static String fold(String text) {
        String decomposed = Normalizer.normalize(text.replace(ACUTE, ""), Normalizer.Form.NFKD);
        String plain = APOSTROPHES.matcher(decomposed).replaceAll("");
        String bare = spelledOut(IGNORED.matcher(plain).replaceAll(""));
        // upper, then lower: folds ß and final sigma consistently in any position
        String upper = bare.toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
    }

    private static String spelledOut(String text) {
        if (text.chars().allMatch(character -> character < 0x80)) {
            return text;
        }
        StringBuilder spelled = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(character -> append(character, spelled));
        return spelled.toString();
    }

    private static void append(int character, StringBuilder spelled) {
        for (int first : LETTERS_AS_SYMBOLS) {
            if (character >= first && character < first + 26) {
                spelled.append((char) ('a' + character - first));
                return;
            }
        }
        typed(character).ifPresentOrElse(spelled::append, () -> spelled.appendCodePoint(character));
    }

    /**
     * Characters that people type instead of Latin letters and that Unicode does not decompose,
     * including small capitals.
     */
    private static Optional<String> typed(int letter) {
        return Optional.ofNullable(
                switch (letter) {
                    case 'æ', 'Æ' -> "ae";
                    case 'œ', 'Œ' -> "oe";
                    case 'ẞ' -> "ss";
                    case 'þ', 'Þ' -> "th";
                    case 'ł', 'Ł', 'ʟ', 'ƚ' -> "l";
                    case 'ø', 'Ø', 'ᴏ', 'ɵ' -> "o";
                    case 'đ', 'Đ', 'ð', 'Ð', 'ɖ', 'ɗ', 'ᴅ' -> "d";
                    case 'ħ', 'Ħ', 'ʜ' -> "h";
                    case 'ŧ', 'Ŧ', 'ƭ', 'ᴛ' -> "t";
                    case 'ŋ', 'Ŋ', 'ɲ', 'ɴ' -> "n";
                    case 'ə', 'Ə', 'ɛ', 'ᴇ' -> "e";
                    case 'ɨ', 'Ɨ', 'ɪ' -> "i";
                    case 'ʉ', 'Ʉ', 'ᴜ' -> "u";
                    case 'ƶ', 'Ƶ', 'ᴢ' -> "z";
                    case 'ƀ', 'Ƀ', 'ɓ', 'ʙ' -> "b";
                    case 'ƒ', 'ꜰ' -> "f";
                    case 'ɠ', 'ǥ', 'Ǥ', 'ɢ' -> "g";
                    case 'ƙ', 'ĸ', 'ᴋ' -> "k";
                    case 'ƥ', 'ᴘ' -> "p";
                    case 'ʋ', 'ᴠ' -> "v";
                    case 'ƴ', 'ʏ' -> "y";
                    case 'ᴀ' -> "a";
                    case 'ᴄ' -> "c";
                    case 'ᴊ' -> "j";
                    case 'ᴍ' -> "m";
                    case 'ǫ' -> "q";
                    case 'ʀ' -> "r";
                    case 'ꜱ' -> "s";
                    case 'ᴡ' -> "w";
                    default -> null;
                });
    }
}
