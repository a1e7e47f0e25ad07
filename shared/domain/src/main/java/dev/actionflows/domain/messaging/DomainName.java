package dev.actionflows.domain.messaging;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts internationalized domain names to ASCII: UTS 46 without transitional mappings, with the
 * characters of IDNA 2008 (RFC 5892). {@link java.net.IDN} implements IDNA 2003, which maps
 * "straße.de" to a different domain that may have another owner; ICU4J is correct but too large for
 * a function.
 */
final class DomainName {
    private static final int MAX_LABEL = 63;
    private static final Pattern DOTS = Pattern.compile("[.\u3002\uFF0E\uFF61]");

    /** Mapped to nothing by UTS 46. */
    private static final Pattern IGNORED =
            Pattern.compile("[\u00AD\u034F\u180B-\u180D\u200B\u2060\u2064\uFE00-\uFE0F\uFEFF]");

    /**
     * Letters, their marks, digits and the hyphen; the middle dots of Catalan and Japanese; and
     * joiners where scripts need them (RFC 5892, appendix A): after a sign that silences a vowel,
     * or within a word of Arabic letters.
     */
    private static final Pattern LABEL =
            Pattern.compile(
                    "(?![-\\p{M}])(?:[\\p{L}\\p{M}\\p{Nd}-]"
                            + "|(?<=l)\u00B7(?=l)"
                            + "|[\u30FB\u05F3\u05F4]"
                            + "|(?<=["
                            + "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u0F84"
                            + "\u1039\u103A\u17D2])[\u200C\u200D]"
                            + "|(?<=\\p{IsArabic})\u200C(?=\\p{IsArabic}))+(?<!-)");

    private static final Pattern RIGHT_TO_LEFT = Pattern.compile("[\\p{IsHebrew}\\p{IsArabic}]");
    private static final Pattern LEFT_TO_RIGHT =
            Pattern.compile("[\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}]");

    private DomainName() {}

    /**
     * @return the ASCII form in lowercase; empty when the text is not a valid domain
     */
    static Optional<String> toAscii(String domain) {
        List<String> labels = new ArrayList<>();
        for (String label : DOTS.split(mapped(domain), -1)) {
            Optional<String> ascii = labelToAscii(label);
            if (ascii.isEmpty()) {
                return Optional.empty();
            }
            labels.add(ascii.get());
        }
        return Optional.of(String.join(".", labels));
    }

    /**
     * Maps each character on its own, so that no sigma becomes a final sigma because of its
     * position.
     */
    private static String mapped(String domain) {
        String visible = IGNORED.matcher(domain).replaceAll("");
        String lower =
                Normalizer.normalize(visible, Normalizer.Form.NFKC)
                        .codePoints()
                        .mapToObj(
                                character -> Character.toString(character).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining());
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }

    private static Optional<String> labelToAscii(String label) {
        if (label.chars().allMatch(character -> character < 0x80)) {
            return label.isEmpty() ? Optional.empty() : Optional.of(label);
        }
        boolean wellFormed =
                LABEL.matcher(label).matches()
                        && label.indexOf("--") != 2
                        && !(RIGHT_TO_LEFT.matcher(label).find()
                                && LEFT_TO_RIGHT.matcher(label).find());
        return wellFormed
                ? Optional.of("xn--" + Punycode.encode(label))
                        .filter(it -> it.length() <= MAX_LABEL)
                : Optional.empty();
    }
}
