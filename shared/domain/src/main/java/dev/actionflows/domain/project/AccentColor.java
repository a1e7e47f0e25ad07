package dev.actionflows.domain.project;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A color in sRGB, and the variants of it with which text can be read (WCAG 2.2, level AA).
 *
 * @param rgb red, green and blue, 8 bits each
 */
public record AccentColor(int rgb) {
    /** What {@link #parse} accepts. */
    public static final String EXPECTED =
            "a color such as #e4572e: a number sign and six hexadecimal digits";

    /** The contrast that text needs (WCAG 2.2, success criterion 1.4.3). */
    private static final double MIN_CONTRAST = 4.5;

    private static final Pattern FORM = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final AccentColor BLACK = new AccentColor(0x000000);
    private static final AccentColor WHITE = new AccentColor(0xffffff);
    private static final int STEPS = 20;

    public static Optional<AccentColor> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new AccentColor(Integer.parseInt(text.substring(1), 16)))
                : Optional.empty();
    }

    /** As in CSS, such as {@code #e4572e}. */
    public String css() {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    /** Black or white, whichever is easier to read on this color: at least 4.58 to 1. */
    public AccentColor text() {
        return contrast(BLACK) >= contrast(WHITE) ? BLACK : WHITE;
    }

    /**
     * This color, or the shade or tint of it that is closest to it and can be read on a background.
     */
    public AccentColor readableOn(AccentColor background) {
        AccentColor target = background.text();
        for (int step = 0; step < STEPS; step++) {
            AccentColor mixed = mixed(target, step);
            if (mixed.contrast(background) >= MIN_CONTRAST) {
                return mixed;
            }
        }
        return target;
    }

    /** The contrast ratio (WCAG 2.2, definition of "contrast ratio"): 1 to 21. */
    public double contrast(AccentColor other) {
        double one = luminance();
        double two = other.luminance();
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    /** Relative luminance (WCAG 2.2, definition of "relative luminance"). */
    private double luminance() {
        return 0.2126 * linear(channel(16))
                + 0.7152 * linear(channel(8))
                + 0.0722 * linear(channel(0));
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private AccentColor mixed(AccentColor target, int step) {
        int mixed = 0;
        for (int shift : new int[] {16, 8, 0}) {
            int from = channel(shift);
            mixed |= (from + (target.channel(shift) - from) * step / STEPS) << shift;
        }
        return new AccentColor(mixed);
    }

    private int channel(int shift) {
        return rgb >> shift & 0xff;
    }
}
