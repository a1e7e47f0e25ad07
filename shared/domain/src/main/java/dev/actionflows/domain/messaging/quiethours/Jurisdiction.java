package dev.actionflows.domain.messaging.quiethours;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A country or one of its states, whose quiet hours apply.
 *
 * @param country ISO 3166-1 alpha-2
 * @param state the second part of its ISO 3166-2 code, which is the postal code in the United
 *     States; empty if the state is unknown or has no rules of its own
 */
public record Jurisdiction(String country, Optional<String> state) {
    private static final Pattern CODE = Pattern.compile("([A-Z]{2})(?:-([A-Z]{2}))?");

    /**
     * Parses {@code US-NJ} or {@code FR}.
     *
     * @throws IllegalArgumentException if the code is in neither form
     */
    public static Jurisdiction parse(String code) {
        Matcher parts = CODE.matcher(code);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a country or state: " + code);
        }
        return new Jurisdiction(parts.group(1), Optional.ofNullable(parts.group(2)));
    }

    /** {@code US-NJ} or {@code FR}. */
    @Override
    public String toString() {
        return state.map(it -> country + "-" + it).orElse(country);
    }
}
