package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.SeededIds;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Base64;

/** Expected signatures were computed with Python's {@code hmac}, not with this code. */
class WebhookSecretTest {
    /** The example that the libraries of Standard Webhooks test with. */
    @Test
    void the_example_of_the_specification_is_signed_as_expected() {
        WebhookSecret secret = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        assertThat(
                        secret.sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1_614_265_330),
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void the_body_is_signed_as_utf_8_and_the_time_in_seconds() {
        WebhookSecret secret =
                new WebhookSecret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

        assertThat(
                        secret.sign(
                                "evt_1jf4f9v7b0123456789abcdef0123",
                                Instant.ofEpochMilli(1_793_620_800_999L),
                                "{\"type\":\"webhook.test\",\"name\":\"Låst ut 🌊\"}"))
                .isEqualTo("v1,zpQmg+W9aJfxsCxIwknhIcE1MY/Lp8G05RaNSmbpveI=");
    }

    @Test
    void a_new_secret_has_256_random_bits_and_does_not_show_them() {
        SeededIds ids = new SeededIds(1);
        WebhookSecret secret = WebhookSecret.create(ids);

        assertThat(secret.text()).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
        assertThat(secret).isNotEqualTo(WebhookSecret.create(ids));
        assertThat(secret.toString()).isEqualTo("whsec_…");
    }
}
