package dev.actionflows.domain.messaging;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts the billable parts of a text (3GPP TS 23.038 and 23.040). A text in the GSM alphabet has
 * 160 characters in a single part and 153 in each of several; any other character requires UCS-2,
 * with 70 and 67.
 */
public final class TextParts {
    /** One septet each. */
    private static final String BASIC =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                    + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Two septets each, including the escape. */
    private static final String EXTENDED = "\f^{}\\[~]|€";

    private TextParts() {}

    public static int count(String text) {
        return text.chars().allMatch(TextParts::isGsm)
                ? parts(text.chars().map(it -> EXTENDED.indexOf(it) >= 0 ? 2 : 1), 160, 153)
                : parts(text.codePoints().map(Character::charCount), 70, 67);
    }

    private static boolean isGsm(int character) {
        return BASIC.indexOf(character) >= 0 || EXTENDED.indexOf(character) >= 0;
    }

    /** Characters are never split, so a part may end one unit early. */
    private static int parts(IntStream characters, int single, int joined) {
        int[] sizes = characters.toArray();
        if (Arrays.stream(sizes).sum() <= single) {
            return 1;
        }
        int parts = 1;
        int used = 0;
        for (int size : sizes) {
            if (used + size > joined) {
                parts++;
                used = 0;
            }
            used += size;
        }
        return parts;
    }
}
