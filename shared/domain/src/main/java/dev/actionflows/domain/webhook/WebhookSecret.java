package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs deliveries. Source: Standard Webhooks 1.0.0, "Signature scheme" and "Secret serialization".
 *
 * @param text {@code whsec_} and the key in Base64
 */
public record WebhookSecret(String text) {
    private static final String PREFIX = "whsec_";

    /** The specification wants 24 to 64 bytes. */
    private static final int KEY_BYTES = 32;

    public static WebhookSecret create(IdSource ids) {
        return new WebhookSecret(
                PREFIX + Base64.getEncoder().encodeToString(ids.randomBytes(KEY_BYTES)));
    }

    /**
     * The signature of one attempt.
     *
     * @param id of what is delivered, the same for each attempt
     * @param at when the attempt is made
     * @return {@code v1,} and HMAC-SHA256 in Base64
     */
    public String sign(String id, Instant at, String body) {
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] content =
                    (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Omits the key. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
