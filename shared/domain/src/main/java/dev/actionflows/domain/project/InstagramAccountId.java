package dev.actionflows.domain.project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Meta's id of an Instagram professional account, as in the webhook's {@code entry.id} and in
 * {@code user_id} of {@code /me}: digits, such as {@code 17841405309211844}. Neither a username nor
 * a secret.
 */
public record InstagramAccountId(String value) {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,24}");

    public InstagramAccountId {
        if (!DIGITS.matcher(value).matches()) {
            throw new IllegalArgumentException("the id of an Instagram account has 1 to 25 digits");
        }
    }

    /**
     * @return empty if the text is not a valid id
     */
    public static Optional<InstagramAccountId> parse(String text) {
        return DIGITS.matcher(text).matches()
                ? Optional.of(new InstagramAccountId(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
