package dev.actionflows.domain.segment;

import java.util.regex.Pattern;

/**
 * Keeps spreadsheets from evaluating text as a formula: an apostrophe before it makes it text.
 *
 * <p>Source: OWASP, "CSV Injection": cells that begin with {@code = + - @}, a tab, a carriage
 * return or a line feed, or with the full-width forms of the signs.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV Injection</a>
 */
public final class FormulaGuard {
    /** Apostrophes before it count as well, so that {@link #unguarded} restores every text. */
    private static final Pattern FORMULA =
            Pattern.compile("'*[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20]");

    private FormulaGuard() {}

    /** The text with an apostrophe before it if a spreadsheet could evaluate it. */
    public static String guarded(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** The text without the apostrophe of {@link #guarded}, or of a spreadsheet. */
    public static String unguarded(String text) {
        return text.startsWith("'") && FORMULA.matcher(text.substring(1)).lookingAt()
                ? text.substring(1)
                : text;
    }
}
