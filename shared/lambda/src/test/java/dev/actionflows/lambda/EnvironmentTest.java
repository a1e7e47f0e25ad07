package dev.actionflows.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.Map;

class EnvironmentTest {
    private final Environment environment =
            new Environment(
                    Map.of(
                            "TABLE_NAME",
                            "flows",
                            "BLANK",
                            " ",
                            "URL",
                            "https://x.example",
                            "PATH",
                            "/x"));

    @Test
    void a_variable_is_returned() {
        assertThat(environment.required("TABLE_NAME")).isEqualTo("flows");
        assertThat(environment.requiredUri("URL")).isEqualTo(URI.create("https://x.example"));
    }

    @Test
    void a_missing_or_blank_variable_is_named() {
        assertThatThrownBy(() -> environment.required("KMS_KEY_ARN"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KMS_KEY_ARN");
        assertThatThrownBy(() -> environment.required("BLANK")).hasMessageContaining("BLANK");
    }

    @Test
    void a_relative_url_is_rejected() {
        assertThatThrownBy(() -> environment.requiredUri("PATH")).hasMessageContaining("PATH");
    }
}
