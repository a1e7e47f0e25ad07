package dev.actionflows.domain.segment;

import java.util.regex.Pattern;

/**
 * Keeps spreadsheets from evaluating text as a formula: an apostrophe before it makes it text.
 *
 * <p>Source: OWASP, "CSV Injection": cells that begin with {@code = + - @}, a tab, a carriage
 * return or a line feed, or with the full-width forms of the signs; also after a character that a
 * spreadsheet with other settings takes for a separator.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV Injection</a>
 */
public final class FormulaGuard {
    /** Apostrophes before it count as well, so that {@link #unguarded} restores every text. */
    private static final Pattern FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20]");

    private FormulaGuard() {}

    /** What a spreadsheet may take for the end of a cell. */
    private static final Pattern AFTER_SEPARATOR =
            Pattern.compile("([;,|])(?='*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

    /** An apostrophe that {@link #guarded} put after a separator. */
    private static final Pattern GUARDED_AFTER_SEPARATOR =
            Pattern.compile("([;,|])'(?='*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

    /** The text with an apostrophe wherever a spreadsheet could begin to evaluate it. */
    public static String guarded(String text) {
        String inside = AFTER_SEPARATOR.matcher(text).replaceAll("$1'");
        return FORMULA.matcher(inside).lookingAt() ? "'" + inside : inside;
    }

    /** The text without the apostrophes of {@link #guarded}, or of a spreadsheet. */
    public static String unguarded(String text) {
        String inside =
                text.startsWith("'") && FORMULA.matcher(text.substring(1)).lookingAt()
                        ? text.substring(1)
                        : text;
        return GUARDED_AFTER_SEPARATOR.matcher(inside).replaceAll("$1");
    }
}
