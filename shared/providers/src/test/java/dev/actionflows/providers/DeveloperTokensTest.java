package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Source: developer.apple.com/documentation/applemusicapi/generating-developer-tokens. */
class DeveloperTokensTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final KeyPair pair = MusicKitKeys.newPair();
    private final StreamingApp.AppleMusic app = MusicKitKeys.app("KEY1234567", pair);
    private Instant now = NOON;
    private final DeveloperTokens tokens = new DeveloperTokens(() -> now);

    @Test
    void a_token_names_algorithm_key_team_and_times() throws GeneralSecurityException {
        String[] parts = tokens.tokenOf(app).split("\\.", -1);

        assertThat(Json.readObject(text(parts[0])))
                .containsOnly(entry("alg", "ES256"), entry("kid", "KEY1234567"));
        assertThat(Json.readObject(text(parts[1])))
                .containsEntry("iss", "TEAM123456")
                .containsEntry("iat", NOON.getEpochSecond())
                .containsEntry("exp", NOON.plus(Duration.ofHours(1)).getEpochSecond())
                .hasSize(3);
    }

    /** RFC 7518, section 3.4: 64 bytes, R and S side by side; RFC 7515: no padding. */
    @Test
    void the_signature_is_in_jws_format_and_verifies() throws Exception {
        String token = tokens.tokenOf(app);
        int dot = token.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));

        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(pair.getPublic());
        verifier.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));

        assertThat(signature).hasSize(64);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(token).doesNotContain("=");
    }

    @Test
    void a_token_is_reused_until_five_minutes_before_its_end() throws Exception {
        String first = tokens.tokenOf(app);

        now = NOON.plus(Duration.ofMinutes(54));
        assertThat(tokens.tokenOf(app)).isEqualTo(first);

        now = NOON.plus(Duration.ofMinutes(55));
        assertThat(tokens.tokenOf(app)).isNotEqualTo(first);
    }

    @Test
    void each_app_has_its_own_token_even_with_many_cached() throws Exception {
        for (int i = 0; i < 250; i++) {
            String token = tokens.tokenOf(MusicKitKeys.app("KEY" + i, pair));

            assertThat(text(token.substring(0, token.indexOf('.')))).contains("\"KEY" + i + "\"");
        }
    }

    @Test
    void a_replaced_private_key_is_used_at_once() throws Exception {
        String old = tokens.tokenOf(app);

        assertThat(tokens.tokenOf(MusicKitKeys.newApp())).isNotEqualTo(old);
    }

    @Test
    void the_error_for_an_invalid_key_does_not_quote_it() {
        StreamingApp.AppleMusic broken = new StreamingApp.AppleMusic("T", "K", "secret!");

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> tokens.tokenOf(broken))
                .withMessage("the private key is not in PEM format");
    }

    private static String text(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
