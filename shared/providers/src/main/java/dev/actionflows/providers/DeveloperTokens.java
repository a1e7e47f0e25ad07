package dev.actionflows.providers;

import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.json.Json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Apple's developer tokens: JWTs signed with the project's MusicKit key (ES256). Tokens are cached
 * until they expire because signing dominates the CPU time of a call.
 *
 * <p>Source: "Generating developer tokens" at developer.apple.com/documentation/applemusicapi; JWS:
 * RFC 7515 and RFC 7518, section 3.4.
 */
final class DeveloperTokens {
    /** Apple allows six months. A short lifetime limits the damage of a leaked token. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final Duration RENEWED_BEFORE_ITS_END = Duration.ofMinutes(5);
    private static final int MAX_APPS = 100;

    private final InstantSource time;
    private final Map<StreamingApp.AppleMusic, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String jwt, Instant renewal) {}

    DeveloperTokens(InstantSource time) {
        this.time = time;
    }

    /**
     * @throws GeneralSecurityException when the app's private key is not valid
     */
    String tokenOf(StreamingApp.AppleMusic app) throws GeneralSecurityException {
        Instant now = time.instant();
        Token known = tokens.get(app);
        if (known != null && now.isBefore(known.renewal())) {
            return known.jwt();
        }
        String jwt = sign(app, now);
        if (tokens.size() >= MAX_APPS) {
            tokens.clear();
        }
        tokens.put(app, new Token(jwt, now.plus(LIFETIME).minus(RENEWED_BEFORE_ITS_END)));
        return jwt;
    }

    private static String sign(StreamingApp.AppleMusic app, Instant now)
            throws GeneralSecurityException {
        String header = Json.write(Map.of("alg", "ES256", "kid", app.keyId()));
        String claims =
                Json.write(
                        Map.of(
                                "iss", app.teamId(),
                                "iat", now.getEpochSecond(),
                                "exp", now.plus(LIFETIME).getEpochSecond()));
        String signed = base64(header) + "." + base64(claims);
        // JWS requires the two integers concatenated; Java produces DER by default.
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(privateKey(app.privateKey()));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        String content = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(content)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the private key is not in PEM format", e);
        }
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
