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
    void what_is_set_is_given() {
        assertThat(environment.required("TABLE_NAME")).isEqualTo("flows");
        assertThat(environment.requiredUri("URL")).isEqualTo(URI.create("https://x.example"));
    }

    @Test
    void what_is_missing_or_blank_is_named() {
        assertThatThrownBy(() -> environment.required("KMS_KEY_ARN"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KMS_KEY_ARN");
        assertThatThrownBy(() -> environment.required("BLANK")).hasMessageContaining("BLANK");
    }

    @Test
    void an_address_is_absolute() {
        assertThatThrownBy(() -> environment.requiredUri("PATH")).hasMessageContaining("PATH");
    }
}
