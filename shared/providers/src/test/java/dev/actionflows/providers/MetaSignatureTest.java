package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Source: "Validate Payloads" at developers.facebook.com/docs/graph-api/webhooks/getting-started.
 * The expected values are from {@code openssl dgst -sha256 -hmac} and RFC 4231.
 */
class MetaSignatureTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String BODY = "{\"object\":\"instagram\",\"entry\":[]}";
    private static final String SIGNATURE =
            "sha256=8912de8ce2cf02fdf72be5dee010dc1bf8145745d177db4fb80b628f8bccf8de";

    private static boolean matches(String body, String signature, String secret) {
        return MetaSignature.matches(
                body.getBytes(StandardCharsets.UTF_8), Optional.of(signature), secret);
    }

    @Test
    void a_test_vector_of_rfc_4231_matches() {
        assertThat(
                        matches(
                                "what do ya want for nothing?",
                                "sha256=5bdcc146bf60754e6a042426089575c7"
                                        + "5a003f089d2739839dec58b964ec3843",
                                "Jefe"))
                .isTrue();
    }

    @Test
    void the_bytes_as_sent_match() {
        assertThat(matches(BODY, SIGNATURE, SECRET)).isTrue();
    }

    @Test
    void escaped_characters_are_signed_as_sent() {
        assertThat(
                        matches(
                                "{\"text\":\"Zo\\u00eb \\ud83c\\udf0a\"}",
                                "sha256=1c631ba6aff1bf70e5862b8d9cd6a50394c43df774c5bbae402fded839f3545f",
                                SECRET))
                .isTrue();
        assertThat(
                        matches(
                                "{\"text\":\"Zoë 🌊\"}",
                                "sha256=1c631ba6aff1bf70e5862b8d9cd6a50394c43df774c5bbae402fded839f3545f",
                                SECRET))
                .isFalse();
        assertThat(
                        matches(
                                "{\"text\":\"Zoë 🌊\"}",
                                "sha256=e24c68cba4d165b79f43ff0827fdf48f394a69d5bb529158e8beaab697a36112",
                                SECRET))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"instagram\",\"entry\":[]} ",
                "{\"object\": \"instagram\",\"entry\":[]}",
                "{\"entry\":[],\"object\":\"instagram\"}",
                "{\"object\":\"instagram\",\"entry\":[]}\n",
                ""
            })
    void the_same_json_reserialized_does_not_match(String body) {
        assertThat(matches(body, SIGNATURE, SECRET)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha256=0",
                "sha1=c2318068f171f2a2db8e5857573f191e5f6561c4",
                "sha512=0",
                "nonsense"
            })
    void another_signature_does_not_match(String signature) {
        assertThat(matches(BODY, signature, SECRET)).isFalse();
    }

    @Test
    void digits_alone_or_another_format_do_not_match() {
        String digits = SIGNATURE.substring(7);

        assertThat(matches(BODY, digits, SECRET)).isFalse();
        assertThat(matches(BODY, "sha1=" + digits, SECRET)).isFalse();
        assertThat(matches(BODY, SIGNATURE + " ", SECRET)).isFalse();
        assertThat(matches(BODY, SIGNATURE.substring(0, SIGNATURE.length() - 1), SECRET)).isFalse();
    }

    @Test
    void without_a_header_nothing_matches() {
        assertThat(
                        MetaSignature.matches(
                                BODY.getBytes(StandardCharsets.UTF_8), Optional.empty(), SECRET))
                .isFalse();
    }

    @Test
    void without_a_secret_not_even_a_signature_with_an_empty_one_matches() {
        assertThat(
                        matches(
                                BODY,
                                "sha256=0f6681e66fa7142f6c0392f89639d0f1f7e753f26b5056e2537937fb3f8430bb",
                                ""))
                .isFalse();
    }

    @Test
    void arbitrary_bytes_match_unchanged() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xfe, '\n'};

        assertThat(
                        MetaSignature.matches(
                                bytes,
                                Optional.of(
                                        "sha256=263f57b449999263a0d35fd78a276a4c0d22ecc69b8e44cec8679d4a3f0add84"),
                                SECRET))
                .isTrue();
    }
}
