package dev.actionflows.domain.project;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens a project's secrets by envelope encryption: the {@link KeyRing} unwraps the data
 * key, which encrypts the secret with AES-256-GCM (NIST SP 800-38D). A context (the kind and the
 * owner of the secret) is authenticated with it, so that a stored secret cannot be moved elsewhere.
 */
public final class Vault {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final IdSource random;

    public Vault(KeyRing keys, IdSource random) {
        this.keys = keys;
        this.random = random;
    }

    public Sealed seal(Project project, String context, String secret) {
        byte[] nonce = random.randomBytes(NONCE_BYTES);
        byte[] sealed =
                cipher(
                        Cipher.ENCRYPT_MODE,
                        project,
                        context,
                        nonce,
                        secret.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, bytes, nonce.length, sealed.length);
        return new Sealed(Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * @throws IllegalStateException if the secret was sealed with another key or for another
     *     context, or was modified
     */
    public String open(Project project, String context, Sealed sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed.base64());
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] secret =
                cipher(
                        Cipher.DECRYPT_MODE,
                        project,
                        context,
                        nonce,
                        Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length));
        return new String(secret, StandardCharsets.UTF_8);
    }

    /**
     * Derives a key from the project's data key for a single purpose (HMAC-SHA256 as a key
     * derivation function, NIST SP 800-108).
     */
    public byte[] derivedKey(Project project, String purpose) {
        return hmac(keys.unwrap(project.id(), project.dataKey()), purpose);
    }

    /**
     * Authenticates content: HMAC-SHA256 (RFC 2104) with a key for this purpose.
     *
     * @return 32 bytes
     */
    public byte[] mac(Project project, String purpose, String content) {
        return hmac(derivedKey(project, purpose), content);
    }

    /** Authenticates content with a key that has been derived already; needs no further call. */
    public static final class Authenticator {
        private final byte[] key;

        private Authenticator(byte[] key) {
            this.key = key;
        }

        /** The same as {@link Vault#mac}. */
        public byte[] mac(String content) {
            return hmac(key, content);
        }
    }

    /** Derives the key for a purpose. */
    public Authenticator authenticator(Project project, String purpose) {
        return new Authenticator(derivedKey(project, purpose));
    }

    private static byte[] hmac(byte[] key, String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private byte[] cipher(int mode, Project project, String context, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(keys.unwrap(project.id(), project.dataKey()), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((project.id() + "\n" + context).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret of " + project.id() + " cannot be opened", e);
        }
    }
}
