package dev.actionflows.providers;

import dev.actionflows.domain.streaming.StreamingApp;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys in Apple's format: P-256, PKCS #8, PEM. */
final class MusicKitKeys {
    private MusicKitKeys() {}

    static StreamingApp.AppleMusic newApp() {
        return app("KEY1234567", newPair());
    }

    static StreamingApp.AppleMusic app(String keyId, KeyPair pair) {
        String base64 =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded());
        return new StreamingApp.AppleMusic(
                "TEAM123456",
                keyId,
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
