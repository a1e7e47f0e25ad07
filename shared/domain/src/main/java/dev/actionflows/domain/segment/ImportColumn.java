package dev.actionflows.domain.segment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The columns that an import reads. */
public enum ImportColumn {
    FAN_ID,
    PHONE,
    EMAIL,
    FIRST_NAME,
    TIME_ZONE,
    /** Whether the fan agreed to texts. */
    CONSENT_TEXT,
    CONSENT_TEXT_AT,
    CONSENT_TEXT_SOURCE,
    CONSENT_TEXT_WORDING,
    /** Whether the fan agreed to email. */
    CONSENT_EMAIL,
    CONSENT_EMAIL_AT,
    CONSENT_EMAIL_SOURCE,
    CONSENT_EMAIL_WORDING;

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z]");

    /** As in a header line, for example {@code first_name}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param title of a column: only its letters count, so that {@code First name} is {@code
     *     first_name}
     * @return empty if the import reads no such column
     */
    public static Optional<ImportColumn> ofTitle(String title) {
        String letters = letters(title);
        return Arrays.stream(values())
                .filter(column -> letters(column.name()).equals(letters))
                .findFirst();
    }

    private static String letters(String text) {
        return NO_LETTER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
