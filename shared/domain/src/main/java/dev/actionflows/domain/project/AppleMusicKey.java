package dev.actionflows.domain.project;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's MusicKit key at Apple. */
public record AppleMusicKey(String teamId, String keyId, Sealed privateKey) {
    /** The context for which {@link #privateKey} is sealed. */
    public static final String PRIVATE_KEY_CONTEXT = "apple-music-private-key";

    private static final Pattern PEM =
            Pattern.compile(
                    "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE"
                            + " KEY-----\\s*");

    /**
     * Whether the text is a key in Apple's format: PKCS #8 in PEM, for ES256 (RFC 7518, section
     * 3.4: curve P-256).
     */
    public static boolean isPrivateKey(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            return false;
        }
        try {
            byte[] content = Base64.getDecoder().decode(pem.group(1).replaceAll("\\s", ""));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content))
                            instanceof ECPrivateKey key
                    && isOnP256(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** ES256 cannot use the other 256-bit curves. */
    private static boolean isOnP256(ECPrivateKey key) throws GeneralSecurityException {
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
        ECParameterSpec own = key.getParams();
        return own.getCurve().equals(p256.getCurve())
                && own.getGenerator().equals(p256.getGenerator())
                && own.getOrder().equals(p256.getOrder())
                && key.getS().signum() > 0
                && key.getS().compareTo(p256.getOrder()) < 0;
    }
}
