package dev.actionflows.lambda.http;

import dev.actionflows.domain.project.KeyRing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names requests and their idempotency keys by keyed hashes: a phone number in a body could be
 * guessed from a plain one. All functions share the names, so that a key that came with a request
 * to one of them is known to the others.
 *
 * @param keys whose identity key the hashes are made with
 */
public record RequestHasher(KeyRing keys) {
    /**
     * @param scope whose key it is: the project's id, or {@code administrator}
     * @param key as {@link IdempotencyKey} reads it
     */
    public String key(String scope, String key) {
        return hash("key", scope, key);
    }

    /**
     * What is asked for: the operation, what it is about, and the body as it came.
     *
     * @param sender what else must be the same; empty where that is nothing
     */
    public String request(HttpRequest request, String sender) {
        return hash("request", request.method(), request.path(), sender, request.body().asItCame());
    }

    /** HMAC-SHA-256 of the parts, in hexadecimal; only the last one may have line ends in it. */
    public String hash(String... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.identityKey(), "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(
                            mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
