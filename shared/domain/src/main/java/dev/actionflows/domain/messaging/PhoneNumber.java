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
 * A phone number in E.164, for example {@code +14155550123}. {@link #toString} hides it because it
 * must not appear in logs.
 *
 * @param e164 plus sign, country code, and number, 7 to 15 digits
 */
public record PhoneNumber(String e164) {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /**
     * International notation with common punctuation; letters are not accepted because other
     * services use them.
     */
    private static final Pattern WRITTEN = Pattern.compile("\\+[0-9 ().\\-/]+");

    /** The same without the plus sign. */
    private static final Pattern NATIONAL = Pattern.compile("[0-9 ().\\-/]+");

    /** Invisible characters that phones and web pages insert into numbers. */
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
                    // after the area code, and only before a number that was a mobile number
                    // without it
                    Pattern.compile("(\\+55[1-9][0-9])9([6-9][0-9]{7})"));

    /** Neither area code nor exchange starts with 0 or 1 (North American Numbering Plan). */
    private static final Pattern NORTH_AMERICA = Pattern.compile("\\+1[2-9][0-9]{2}[2-9][0-9]{6}");

    public PhoneNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 phone number");
        }
    }

    /**
     * Parses a number in international notation as a provider or a person writes it: {@code +1
     * (415) 555-0123}.
     *
     * <p>Does not check whether the number is assigned, because lists of assigned ranges are
     * outdated for new numbers.
     *
     * @return empty when the text cannot be an international number (a short code, a name, a local
     *     number)
     */
    public static Optional<PhoneNumber> parse(String text) {
        return WRITTEN.matcher(text).matches() ? read(text) : read(plain(text));
    }

    /**
     * Parses a number that its owner types: as {@link #parse} does, or without a country code in
     * the way of the country.
     *
     * @param countryCode of a number without one, such as {@code 1} or {@code 44}
     */
    public static Optional<PhoneNumber> parseTyped(String text, Optional<String> countryCode) {
        String plain = plain(text);
        return plain.startsWith("+") || countryCode.isEmpty() || !NATIONAL.matcher(plain).matches()
                ? parse(text)
                : read(plain, Integer.parseInt(countryCode.get()));
    }

    private static Optional<PhoneNumber> read(String national, int countryCode) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            return possible(util.parse(national, util.getRegionCodeForCountryCode(countryCode)));
        } catch (NumberParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Copied numbers can contain special spaces, hyphens, and direction marks. */
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
            return possible(util.parse(text, null));
        } catch (NumberParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<PhoneNumber> possible(Phonenumber.PhoneNumber parsed) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        // excludes IS_POSSIBLE_LOCAL_ONLY, for example "+1 555-0123"
        return util.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE
                ? Optional.of(new PhoneNumber(util.format(parsed, PhoneNumberFormat.E164)))
                        .filter(PhoneNumber::isDiallable)
                : Optional.empty();
    }

    private boolean isDiallable() {
        return !e164.startsWith("+1") || NORTH_AMERICA.matcher(e164).matches();
    }

    /**
     * A canonical form that is equal for all notations of one phone's number; used to look up fans.
     * Since August 2019, Mexican mobile numbers have no leading 1; Argentina uses a 9 only for
     * calls from abroad; Brazil added a leading 9. Carriers still report either form. Never send to
     * this form: only the number as given certainly belongs to the fan.
     */
    public String ofSamePhone() {
        return VARIANTS.stream()
                .map(variant -> variant.matcher(e164))
                .filter(Matcher::matches)
                .findFirst()
                .map(parts -> parts.group(1) + parts.group(2))
                .orElse(e164);
    }

    /** Hides everything but the last two digits. */
    @Override
    public String toString() {
        return "+***" + e164.substring(e164.length() - 2);
    }
}
