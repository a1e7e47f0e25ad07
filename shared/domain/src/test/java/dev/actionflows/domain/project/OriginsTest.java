package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://band.example",
                "https://www.band.example:8443",
                "https://xn--bnd-fla.example",
                "http://localhost",
                "http://localhost:8080",
                "http://127.0.0.1:3000",
                "https://localhost:1"
            })
    void an_origin_in_browser_notation_is_accepted(String text) {
        assertThat(Origins.parse(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "band.example",
                "http://band.example",
                "http://localhost.band.example",
                "https://band.example/",
                "https://band.example/tour",
                "https://band.example?x",
                "https://Band.example",
                "HTTPS://band.example",
                "https://bänd.example",
                "https://band.example:443",
                "http://localhost:80",
                "https://band.example:0",
                "https://band.example:65536",
                "https://user@band.example",
                "https://band..example",
                "https://-band.example",
                " https://band.example",
                "https://band.example\n"
            })
    void an_origin_in_any_other_notation_is_rejected(String text) {
        assertThat(Origins.parse(text)).isEmpty();
    }
}
