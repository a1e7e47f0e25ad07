package dev.actionflows.providers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a webhook comes from Meta: the header {@code X-Hub-Signature-256} is {@code
 * sha256=} and the HMAC-SHA256 of the body's bytes, keyed with the app's secret, in lower-case
 * hexadecimal. The older {@code X-Hub-Signature}, with SHA-1, is never looked at.
 *
 * <p>Source: "Validate Payloads" at
 * developers.facebook.com/docs/graph-api/webhooks/getting-started.
 */
public final class MetaSignature {
    /** Its name, in any case. */
    public static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    private MetaSignature() {}

    /**
     * @param body the very bytes that were sent: not the same JSON written anew
     * @param signature the header's value
     * @param appSecret empty when none is set yet: nothing is signed with that
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
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
