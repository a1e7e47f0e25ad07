package dev.actionflows.domain.streaming;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ISRC of a recording, which is the same at all services. One recording can be on several
 * albums: a single, an album, a compilation.
 *
 * <p>Source: ISO 3901:2019, section 4, and International ISRC Agency, Bulletin 2015/01 "Validating
 * an International Standard Recording Code": two letters, three letters or digits, two digits of
 * the year and five of the designation. Hyphens and spaces are no part of it, and lower case is
 * read as upper case. There is no check digit.
 *
 * @param code 12 characters, letters in upper case
 */
public record Isrc(String code) {
    /** Describes valid text; follows "must be ". */
    public static final String EXPECTED =
            "an ISRC: two letters, three letters or digits, and seven digits, such as"
                    + " US-RC1-76-07839";

    private static final Pattern TEXT =
            Pattern.compile("[A-Za-z]{2}[ -]?[0-9A-Za-z]{3}[ -]?[0-9]{2}[ -]?[0-9]{5}");
    private static final Pattern SEPARATORS = Pattern.compile("[ -]");

    /**
     * @param text its four elements may be separated by hyphens or spaces
     * @return empty if it is not an ISRC
     */
    public static Optional<Isrc> parse(String text) {
        return TEXT.matcher(text).matches()
                ? Optional.of(
                        new Isrc(SEPARATORS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return code;
    }
}
