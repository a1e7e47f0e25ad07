package dev.actionflows.domain.messaging;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone number in E.164, such as {@code +14155550123}. {@link #toString} hides it: a phone number
 * is never for logs.
 *
 * @param e164 plus sign, country code and number, 7 to 15 digits
 */
public record PhoneNumber(String e164) {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /**
     * International, with the punctuation that people put in: no letters, which other services use.
     */
    private static final Pattern WRITTEN = Pattern.compile("\\+[0-9 ().\\-/]+");

    /** What phones and web pages put into numbers and nobody sees. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]");

    private static final Pattern DASHES = Pattern.compile("[\\p{Pd}\u2212]");

    private static final Pattern FULL_WIDTH = Pattern.compile("[\uFF01-\uFF5E]");

    private static final int FROM_FULL_WIDTH = 0xFEE0;

    private static final Pattern MEXICO_UNTIL_2019 = Pattern.compile("(\\+52)1([1-9][0-9]{9})");

    private static final List<Pattern> VARIANTS =
            List.of(
                    MEXICO_UNTIL_2019,
                    Pattern.compile("(\\+54)9([1-9][0-9]{9})"),
                    // behind the area, and only before what was a mobile number without it as well
                    Pattern.compile("(\\+55[1-9][0-9])9([6-9][0-9]{7})"));

    /** Neither an area nor an exchange begins with 0 or 1 (North American Numbering Plan). */
    private static final Pattern NORTH_AMERICA = Pattern.compile("\\+1[2-9][0-9]{2}[2-9][0-9]{6}");

    public PhoneNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 phone number");
        }
    }

    /**
     * Reads a number as a provider or a person writes it internationally: {@code +1 (415)
     * 555-0123}.
     *
     * <p>Whether a number is given to anybody is not asked: a list of them is out of date for
     * numbers that are new.
     *
     * @return empty when the text is no possible international number (a short code, a name, a
     *     local number)
     */
    public static Optional<PhoneNumber> parse(String text) {
        return WRITTEN.matcher(text).matches() ? read(text) : read(plain(text));
    }

    /** Numbers that are copied have spaces, hyphens and marks of direction of their own. */
    private static String plain(String text) {
        String seen = INVISIBLE.matcher(text).replaceAll("");
        String narrow =
                FULL_WIDTH
                        .matcher(DASHES.matcher(seen).replaceAll("-"))
                        .replaceAll(
                                wide ->
                                        String.valueOf(
                                                (char) (wide.group().charAt(0) - FROM_FULL_WIDTH)));
        return SPACES.matcher(narrow).replaceAll(" ").strip();
    }

    private static Optional<PhoneNumber> read(String text) {
        if (!WRITTEN.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = "+" + text.replaceAll("[^0-9]", "");
        if (MEXICO_UNTIL_2019.matcher(digits).matches()) {
            return Optional.of(new PhoneNumber(digits));
        }
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            Phonenumber.PhoneNumber parsed = util.parse(text, null);
            // not IS_POSSIBLE_LOCAL_ONLY, which "+1 555-0123" is
            return util.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(new PhoneNumber(util.format(parsed, PhoneNumberFormat.E164)))
                            .filter(PhoneNumber::isDialled)
                    : Optional.empty();
        } catch (NumberParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isDialled() {
        return !e164.startsWith("+1") || NORTH_AMERICA.matcher(e164).matches();
    }

    /**
     * One text for all numbers of one phone, by which a fan is found: since August 2019 Mexico has
     * no 1 before mobile numbers any more, Argentina has a 9 there only for calls from abroad, and
     * Brazil has put a 9 before them. Carriers go on telling either. It is not for sending to: only
     * the number that somebody gave is theirs for sure.
     */
    public String ofSamePhone() {
        return VARIANTS.stream()
                .map(variant -> variant.matcher(e164))
                .filter(Matcher::matches)
                .findFirst()
                .map(parts -> parts.group(1) + parts.group(2))
                .orElse(e164);
    }

    /** Everything but the last two digits is hidden. */
    @Override
    public String toString() {
        return "+***" + e164.substring(e164.length() - 2);
    }
}
