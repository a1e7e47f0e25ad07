package dev.actionflows.lambda.http;

import dev.actionflows.domain.project.KeyRing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Identifies requests and their idempotency keys by keyed hashes; a plain hash of a body could be
 * reversed by guessing its phone number. All functions share the hashes, so an idempotency key used
 * with one function is known to the others.
 *
 * @param keys provides the identity key for the hashes
 */
public record RequestHasher(KeyRing keys) {
    /**
     * @param scope the owner of the key: the project's id, or {@code administrator}
     * @param key as {@link IdempotencyKey} reads it
     */
    public String key(String scope, String key) {
        return hash("key", scope, key);
    }

    /**
     * Hashes the operation, its target with the query, and the undecoded body.
     *
     * @param sender a value that must also be equal; empty when there is none
     */
    public String request(HttpRequest request, String sender) {
        return hash(
                "request",
                request.method(),
                request.path() + request.canonicalQuery(),
                sender,
                request.body().asItCame());
    }

    /** HMAC-SHA-256 of the parts, in hexadecimal; only the last part may contain line breaks. */
    public String hash(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.identityKey(), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(
                            mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime supports HmacSHA256", e);
        }
    }
}
