package dev.actionflows.domain.messaging;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An email address in lowercase. Accepts only the forms of RFC 5321 that people use: no quotes, no
 * comments, a domain with a dot. {@link #toString} hides the address because it must not appear in
 * logs.
 */
public record EmailAddress(String value) {
    private static final int MAX_LENGTH = 254;

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<local>[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"
                            + "@(?<domain>([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+"
                            + "[a-z]([a-z0-9-]{0,61}[a-z0-9]))");

    private static final int MAX_LOCAL_LENGTH = 64;

    public EmailAddress {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an email address in lower case");
        }
    }

    /**
     * Parses an address as a person writes it. Case and surrounding spaces are ignored; an
     * internationalized domain is converted to ASCII. Dots and plus signs in the local part are
     * kept because some mail services distinguish them. Non-ASCII characters in the local part are
     * rejected, including those whose lowercase form is ASCII (the Kelvin sign), because the result
     * could be a different person's address.
     *
     * @return empty when the text is not a valid address
     */
    public static Optional<EmailAddress> parse(String text) {
        String stripped = text.strip();
        int at = stripped.lastIndexOf('@');
        if (at < 1 || stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String local = stripped.substring(0, at);
        return local.chars().allMatch(character -> character < 0x80)
                ? DomainName.toAscii(stripped.substring(at + 1))
                        .map(domain -> local.toLowerCase(Locale.ROOT) + "@" + domain)
                        .filter(EmailAddress::isWellFormed)
                        .map(EmailAddress::new)
                : Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        Matcher form = FORM.matcher(text);
        return text.length() <= MAX_LENGTH
                && form.matches()
                && form.group("local").length() <= MAX_LOCAL_LENGTH;
    }

    /** Hides everything but the domain. */
    @Override
    public String toString() {
        return "***" + value.substring(value.lastIndexOf('@'));
    }
}
