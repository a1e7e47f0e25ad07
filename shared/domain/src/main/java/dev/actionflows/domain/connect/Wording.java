package dev.actionflows.domain.connect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text in which a page lists what the project will be allowed to do.
 *
 * @param version changes with the text; digits
 * @param language in which it is shown, such as {@code de} (BCP 47)
 */
public record Wording(String version, String language) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})-([a-z]{2,3})");

    /** The value in forms. */
    String text() {
        return version + "-" + language;
    }

    static Optional<Wording> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new Wording(parts.group(1), parts.group(2)))
                : Optional.empty();
    }
}
