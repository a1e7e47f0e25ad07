package dev.actionflows.domain.page;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last part of a page's address, such as {@code midnight-tide}. No two pages of a deployment
 * have the same.
 */
public record Slug(String text) {
    /** What {@link #parse} accepts; follows "must be ". */
    public static final String EXPECTED =
            "2 to 80 characters: lowercase letters a to z, digits, and single hyphens between"
                    + " them";

    private static final int MIN_LENGTH = 2;
    private static final int MAX_LENGTH = 80;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Slug {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("must be " + EXPECTED);
        }
    }

    /**
     * @return empty if no page can have it
     */
    public static Optional<Slug> parse(String text) {
        return isWellFormed(text) ? Optional.of(new Slug(text)) : Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        return text.length() >= MIN_LENGTH
                && text.length() <= MAX_LENGTH
                && FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
