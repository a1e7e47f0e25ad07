package dev.actionflows.domain.messaging;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;

import java.util.Optional;
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

    public PhoneNumber {
        if (!E164.matcher(e164).matches()) {
            throw new IllegalArgumentException("not an E.164 phone number");
        }
    }

    /**
     * Reads a number as a provider or a person writes it internationally: {@code +1 (415)
     * 555-0123}.
     *
     * @return empty when the text is no possible international number (a short code, a name, a
     *     local number)
     */
    public static Optional<PhoneNumber> parse(String text) {
        if (!WRITTEN.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            Phonenumber.PhoneNumber parsed = util.parse(text, null);
            return util.isPossibleNumber(parsed)
                    ? Optional.of(new PhoneNumber(util.format(parsed, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Everything but the last two digits is hidden. */
    @Override
    public String toString() {
        return "+***" + e164.substring(e164.length() - 2);
    }
}
