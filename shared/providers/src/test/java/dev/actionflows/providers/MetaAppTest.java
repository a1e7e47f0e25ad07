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
    void both_secrets_are_read_without_the_line_end_that_was_pasted_with_them() {
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
    void what_is_missing_is_empty(String document) {
        assertThat(MetaApp.read(document)).isEqualTo(new MetaApp(List.of(), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hush", "[\"hush\"]", "{\"appSecret\": \"hush\""})
    void a_secret_of_another_form_is_a_failure_that_quotes_nothing(String document) {
        assertThatIllegalStateException()
                .isThrownBy(() -> MetaApp.read(document))
                .withMessageNotContaining("hush");
    }

    @Test
    void any_of_several_secrets_may_have_signed() {
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
    void the_verify_token_proves_and_nothing_else_does() {
        MetaApp app = new MetaApp(List.of("hush"), "token");

        assertThat(app.isVerifiedBy(Optional.of("token"))).isTrue();
        assertThat(app.isVerifiedBy(Optional.of("Token"))).isFalse();
        assertThat(app.isVerifiedBy(Optional.of("hush"))).isFalse();
        assertThat(app.isVerifiedBy(Optional.of(""))).isFalse();
        assertThat(app.isVerifiedBy(Optional.empty())).isFalse();
        assertThat(new MetaApp(List.of("hush"), "").isVerifiedBy(Optional.of(""))).isFalse();
    }

    @Test
    void as_text_it_keeps_its_secrets() {
        assertThat(new MetaApp(List.of("hush"), "token")).hasToString("MetaApp");
    }
}
