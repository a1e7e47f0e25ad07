package dev.actionflows.domain.messaging;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address for mail, in lower case. Of the forms that RFC 5321 allows, those are taken that
 * people have: no quotes, no comments, a domain with a dot. {@link #toString} hides it: an address
 * is never for logs.
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
     * Reads an address as a person writes it: capitals and spaces around it do not matter, a domain
     * in another script becomes its ASCII form. Dots and plus signs before the at sign stay: they
     * are told apart by some mail services. There, characters beyond ASCII are refused, also those
     * that become ASCII in lower case (the Kelvin sign): it would be somebody else's address.
     *
     * @return empty when the text is no address
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

    /** Everything but the domain is hidden. */
    @Override
    public String toString() {
        return "***" + value.substring(value.lastIndexOf('@'));
    }
}
