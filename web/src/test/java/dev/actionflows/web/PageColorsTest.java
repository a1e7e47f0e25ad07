package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The contrast of the page in both color schemes: WCAG 2.2, 1.4.3, level AA. */
class PageColorsTest {
    private static final double MIN_CONTRAST = 4.5;

    private static final Pattern VARIABLE =
            Pattern.compile("--([a-z-]+): light-dark\\(#([0-9a-f]+), #([0-9a-f]+)\\);");

    private static final Path STYLE_SHEET =
            Path.of(
                    Objects.requireNonNull(System.getProperty("project.root")),
                    "web",
                    "embed",
                    "page.css");

    private final String styleSheet = read();

    @Test
    void text_hints_and_errors_have_enough_contrast_in_light_and_dark() {
        for (int scheme : new int[] {2, 3}) {
            Map<String, String> colors = colors(scheme);
            for (String background : new String[] {"card", "ground"}) {
                for (String foreground : new String[] {"ink", "soft", "accent", "wrong"}) {
                    assertThat(contrast(colors, foreground, background))
                            .as("%s on %s in scheme %d", foreground, background, scheme)
                            .isGreaterThanOrEqualTo(MIN_CONTRAST);
                }
            }
            assertThat(contrast(colors, "on-accent", "accent"))
                    .isGreaterThanOrEqualTo(MIN_CONTRAST);
        }
    }

    @Test
    void a_placeholder_has_the_color_of_a_hint_at_full_opacity() {
        assertThat(styleSheet).contains("input::placeholder { color: var(--soft); opacity: 1; }");
    }

    private Map<String, String> colors(int scheme) {
        Map<String, String> colors = new HashMap<>();
        Matcher variables = VARIABLE.matcher(styleSheet);
        while (variables.find()) {
            colors.put(variables.group(1), variables.group(scheme));
        }
        return colors;
    }

    /** The contrast ratio of WCAG 2.2, from 1 to 21. */
    private static double contrast(Map<String, String> colors, String one, String other) {
        double first = luminance(Objects.requireNonNull(colors.get(one), one));
        double second = luminance(Objects.requireNonNull(colors.get(other), other));
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String color) {
        String sixDigits = color.length() == 3 ? color.replaceAll("(.)", "$1$1") : color;
        return 0.2126 * linear(sixDigits.substring(0, 2))
                + 0.7152 * linear(sixDigits.substring(2, 4))
                + 0.0722 * linear(sixDigits.substring(4, 6));
    }

    private static double linear(String channel) {
        double value = Integer.parseInt(channel, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static String read() {
        try {
            return Files.readString(STYLE_SHEET);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
