package dev.actionflows.domain.page;

import java.util.Optional;

/**
 * A form with which fans agree to receive messages.
 *
 * @param wording what a fan agrees to: stored as evidence, exactly as it is shown
 * @param version the label's name for the wording
 * @param countryCode of phone numbers that are entered without one, such as {@code 1} or {@code
 *     44}; without it, fans enter theirs
 */
public record SignUpForm(String wording, String version, Optional<String> countryCode) {
    /** The maximum length of a wording, in code points. */
    public static final int MAX_WORDING_LENGTH = 2_000;

    /** The maximum length of a version, in code points. */
    public static final int MAX_VERSION_LENGTH = 100;
}
