package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class MetaAppTest {
    @Test
    void both_secrets_are_read_without_a_pasted_line_end() {
        assertThat(MetaApp.read("{\"appSecret\": \"hush\\n\", \"verifyToken\": \"token\"}"))
                .isEqualTo(new MetaApp(List.of("hush"), "token"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"appSecret\": null}",
                "{\"appSecret\": 7, \"x\": \"y\"}",
                "{\"appSecret\": [\"\", null]}"
            })
    void a_missing_secret_is_empty(String document) {
        assertThat(MetaApp.read(document)).isEqualTo(new MetaApp(List.of(), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush", "[\"hush\"]", "{\"appSecret\": \"hush\""})
    void a_malformed_secret_is_an_error_that_quotes_nothing(String document) {
        assertThatIllegalStateException()
                .isThrownBy(() -> MetaApp.read(document))
                .withMessageNotContaining("hush");
    }

    @Test
    void a_signature_by_any_of_several_secrets_is_valid() {
        MetaApp app =
                MetaApp.read("{\"appSecret\": [\"Jefe\", \" other \"], \"verifyToken\": \"t\"}");
        byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
        // RFC 4231
        String signature =
                "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

        assertThat(app).isEqualTo(new MetaApp(List.of("Jefe", "other"), "t"));
        assertThat(app.hasSigned(body, signature)).isTrue();
        assertThat(new MetaApp(List.of("other", "Jefe"), "t").hasSigned(body, signature)).isTrue();
        assertThat(new MetaApp(List.of("other"), "t").hasSigned(body, signature)).isFalse();
        assertThat(new MetaApp(List.of(), "t").hasSigned(body, signature)).isFalse();
    }

    @Test
    void only_the_verify_token_verifies() {
        MetaApp app = new MetaApp(List.of("hush"), "token");

        assertThat(app.isVerifiedBy(Optional.of("token"))).isTrue();
        assertThat(app.isVerifiedBy(Optional.of("Token"))).isFalse();
        assertThat(app.isVerifiedBy(Optional.of("hush"))).isFalse();
        assertThat(app.isVerifiedBy(Optional.of(""))).isFalse();
        assertThat(app.isVerifiedBy(Optional.empty())).isFalse();
        assertThat(new MetaApp(List.of("hush"), "").isVerifiedBy(Optional.of(""))).isFalse();
    }

    @Test
    void its_string_representation_contains_no_secrets() {
        assertThat(new MetaApp(List.of("hush"), "token")).hasToString("MetaApp");
    }
}
