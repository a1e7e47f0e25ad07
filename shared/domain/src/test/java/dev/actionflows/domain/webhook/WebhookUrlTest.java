package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.label.example/flows",
                "https://label.example",
                "https://label.example:8443/a/b?token=x%20y",
                "https://xn--lst-ula.example/",
                "HTTPS://Hooks.Label.Example/",
                "https://0a.b1.example/",
            })
    void a_name_in_the_public_internet_is_accepted(String url) {
        assertThat(WebhookUrl.parse(url)).map(WebhookUrl::text).contains(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.label.example",
                "http://hooks.label.example/",
                "https:///path",
                "https:opaque",
                "https://user@hooks.label.example/",
                "https://user:secret@hooks.label.example/",
                "https://hooks.label.example/#part",
                "https://hooks.label.example/ø",
                "https://hooks.label.example/a b",
                "https://hooks.label.example:0/",
                "https://hooks.label.example:65536/",
                "https://label/",
                "https://127.0.0.1/",
                "https://10.0.0.1./",
                "https://169.254.169.254/latest/meta-data",
                "https://2130706433/",
                "https://0x7f.0.0.1/",
                "https://0x7f.1/",
                "https://[::1]/",
                "https://[fd00:ec2::254]/",
                "https://localhost/",
                "https://a.localhost/",
                "https://printer.local/",
                "https://db.internal/",
                "https://x.home.arpa/",
                "https://hooks.label.example./",
                "https://-a.example/",
                "https://a..example/",
            })
    void anything_else_is_refused(String url) {
        assertThat(WebhookUrl.parse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501})
    void the_length_is_bounded(int length) {
        String start = "https://label.example/";
        String url = start + "a".repeat(length - start.length());

        assertThat(WebhookUrl.parse(url).isPresent()).isEqualTo(length == 500);
    }

    @ParameterizedTest
    @ValueSource(strings = "https://label.example/?token=secret")
    void a_secret_in_the_query_is_not_shown(String url) {
        assertThat(WebhookUrl.parse(url).orElseThrow().toString()).doesNotContain("secret");
    }
}
