package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookTest {
    private static AccentColor color(String css) {
        return AccentColor.parse(css).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21", "#777777, #ffffff, 4.48", "#e4572e, #e4572e, 1"})
    void contrast_is_that_of_wcag(String one, String other, double contrast) {
        assertThat(color(one).contrast(color(other))).isEqualTo(contrast, within(0.01));
        assertThat(color(other).contrast(color(one))).isEqualTo(contrast, within(0.01));
    }

    @Test
    void every_color_has_readable_variants() {
        for (int red = 0; red < 256; red += 17) {
            for (int green = 0; green < 256; green += 17) {
                for (int blue = 0; blue < 256; blue += 17) {
                    AccentColor color = new AccentColor(red << 16 | green << 8 | blue);
                    assertThat(color.contrast(color.text())).isGreaterThan(4.5);
                    for (AccentColor page : new AccentColor[] {Look.LIGHT, Look.DARK}) {
                        assertThat(color.readableOn(page).contrast(page))
                                .as(color.css())
                                .isGreaterThanOrEqualTo(4.5);
                    }
                }
            }
        }
    }

    @Test
    void a_readable_color_stays_as_it_is() {
        assertThat(color("#0B5FFF").readableOn(Look.LIGHT).css()).isEqualTo("#0b5fff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "#fff", "e4572e", "#e4572g", "#e4572e;}", "#00e4572e"})
    void anything_else_is_no_color(String text) {
        assertThat(AccentColor.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "logo.png",
                "//img.band.example/logo.png",
                "http://img.band.example/logo.png",
                "data:image/png;base64,AAAA",
                "https:///logo.png",
                "https://user@img.band.example/logo.png",
                "https://img.band.example/logo.png#x",
                "https://img.band.example/a b.png",
                "https://img.band.example/\u00e4.png",
                "https://*/logo.png",
                "https://[::1]/logo.png",
                "https://img.band.example;script-src/logo.png"
            })
    void anything_else_is_no_logo(String url) {
        assertThat(Look.parseLogo(url)).isEmpty();
        assertThat(Look.parseLogo("https://img.band.example/" + "a".repeat(500))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://img.band.example/a.png?v=1&w=2, https://img.band.example",
        "https://img.band.example:8443/a;b.png, https://img.band.example:8443"
    })
    void only_the_origin_of_the_logo_is_allowed(String url, String origin) {
        assertThat(Look.parseLogo(url).map(Look::origin)).contains(origin);
    }
}
