package dev.actionflows.domain.messaging;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /**
     * The first character that is not in the GSM alphabet.
     *
     * @param index where it is, in characters from 1
     * @param character as text
     * @param equivalent its replacement in the GSM alphabet, see {@link GsmEquivalents}
     * @param partsWithout the number of parts if every such character that has an equivalent were
     *     replaced
     */
    public record Widening(
            int index, String character, Optional<String> equivalent, int partsWithout) {}

    /**
     * @return empty if the text is in the GSM alphabet
     */
    public static Optional<Widening> widening(String text) {
        int[] characters = text.codePoints().toArray();
        for (int index = 0; index < characters.length; index++) {
            if (!isGsm(characters[index])) {
                return Optional.of(
                        new Widening(
                                index + 1,
                                Character.toString(characters[index]),
                                GsmEquivalents.of(characters[index]),
                                count(withEquivalents(text))));
            }
        }
        return Optional.empty();
    }

    private static String withEquivalents(String text) {
        return text.codePoints()
                .mapToObj(
                        it ->
                                isGsm(it)
                                        ? Character.toString(it)
                                        : GsmEquivalents.of(it).orElse(Character.toString(it)))
                .collect(Collectors.joining());
    }

    static boolean isGsm(int character) {
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
