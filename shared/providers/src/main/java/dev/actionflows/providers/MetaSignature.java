package dev.actionflows.providers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies that a webhook comes from Meta. The {@code X-Hub-Signature-256} header is {@code
 * sha256=} followed by the HMAC-SHA256 of the raw body, keyed with the app secret, in lowercase
 * hexadecimal. The older SHA-1 header {@code X-Hub-Signature} is ignored.
 *
 * <p>Source: "Validate Payloads" at
 * developers.facebook.com/docs/graph-api/webhooks/getting-started.
 */
public final class MetaSignature {
    /** The header's name; case-insensitive. */
    public static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    private MetaSignature() {}

    /**
     * @param body the raw bytes of the request, not reserialized JSON
     * @param signature the header's value
     * @param appSecret empty when not configured; nothing matches an empty secret
     */
    public static boolean matches(byte[] body, Optional<String> signature, String appSecret) {
        if (signature.isEmpty() || appSecret.isEmpty()) {
            return false;
        }
        return MessageDigest.isEqual(
                sign(body, appSecret).getBytes(StandardCharsets.UTF_8),
                signature.get().getBytes(StandardCharsets.UTF_8));
    }

    private static String sign(byte[] body, String appSecret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime supports " + ALGORITHM, e);
        }
    }
}
