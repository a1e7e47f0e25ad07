package dev.actionflows.aws;

/** Numbers in keys that sort as text. */
final class Digits {
    private Digits() {}

    /**
     * With leading zeros. By hand, because a format of numbers loads seventy classes of locales.
     */
    static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
