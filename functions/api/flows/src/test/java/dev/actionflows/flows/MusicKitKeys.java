package dev.actionflows.flows;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys in Apple's format. */
final class MusicKitKeys {
    private MusicKitKeys() {}

    static String newPem() {
        return pem("PRIVATE KEY", newPair("secp256r1").getPrivate().getEncoded());
    }

    /** A key on another curve in the same format. */
    static String newPem(String curve) {
        return pem("PRIVATE KEY", newPair(curve).getPrivate().getEncoded());
    }

    /** A public key, which is not sufficient. */
    static String newPublicPem() {
        return pem("PUBLIC KEY", newPair("secp256r1").getPublic().getEncoded());
    }

    static String newRsaPem() {
        try {
            return pem(
                    "PRIVATE KEY",
                    KeyPairGenerator.getInstance("RSA")
                            .generateKeyPair()
                            .getPrivate()
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        kind,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content),
                        kind);
    }

    private static KeyPair newPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
