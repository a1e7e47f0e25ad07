package dev.actionflows.domain.streaming;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A release's UPC or EAN, which is the same at all services.
 *
 * <p>Source: GS1 General Specifications, section 7.9: a UPC has 12 digits, an EAN 13, and either
 * can be written as a GTIN with leading zeros. The last digit is a check digit. Services write the
 * same code with different numbers of zeros (github.com/spotify/web-api, issue 621), so that codes
 * are compared without them.
 *
 * @param digits 12 to 14 digits; without leading zeros, unless it needs them to have 12
 */
public record Upc(String digits) {
    /** Describes valid text; follows "must be ". */
    public static final String EXPECTED =
            "a UPC or EAN of 12 to 14 digits that ends with its check digit, such as 602445868162";

    private static final Pattern TEXT = Pattern.compile("[0-9]{12,14}");
    private static final Pattern SEPARATORS = Pattern.compile("[ -]");
    private static final int UPC_LENGTH = 12;
    private static final int GTIN_LENGTH = 14;

    /**
     * @param text may contain spaces and hyphens
     * @return empty if it is not a UPC or EAN, or its check digit is wrong
     */
    public static Optional<Upc> parse(String text) {
        String digits = SEPARATORS.matcher(text).replaceAll("");
        if (!TEXT.matcher(digits).matches() || !hasCheckDigit(digits)) {
            return Optional.empty();
        }
        int from = 0;
        while (digits.length() - from > UPC_LENGTH && digits.charAt(from) == '0') {
            from++;
        }
        return Optional.of(new Upc(digits.substring(from)));
    }

    /** From the right, each second digit counts three times; the sum is a multiple of ten. */
    private static boolean hasCheckDigit(String digits) {
        int sum =
                IntStream.range(0, digits.length())
                        .map(
                                place ->
                                        Character.digit(
                                                        digits.charAt(digits.length() - 1 - place),
                                                        10)
                                                * (place % 2 == 0 ? 1 : 3))
                        .sum();
        return sum % 10 == 0;
    }

    /** All ways to write it, from the shortest to a GTIN of 14 digits. */
    public List<String> writtenForms() {
        return IntStream.rangeClosed(digits.length(), GTIN_LENGTH)
                .mapToObj(length -> "0".repeat(length - digits.length()) + digits)
                .toList();
    }

    @Override
    public String toString() {
        return digits;
    }
}
