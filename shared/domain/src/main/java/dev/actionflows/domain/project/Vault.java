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
 * Seals and opens a project's secrets by envelope encryption: the data key is unwrapped by the
 * {@link KeyRing}, the secret itself is AES-256-GCM (NIST SP 800-38D). A context (what the secret
 * is, and of whom) is authenticated with it, so that a stored secret cannot be moved to another
 * place.
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
     * @throws IllegalStateException when the secret was sealed by another key or for another
     *     context, or was changed
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
     * A key derived from the project's data key for one purpose only (HMAC-SHA256 as a key
     * derivation function, NIST SP 800-108), so that one key never serves two ends.
     */
    public byte[] derivedKey(Project project, String purpose) {
        return hmac(keys.unwrap(project.id(), project.dataKey()), purpose);
    }

    /**
     * What only we can have made of this content: HMAC-SHA256 (RFC 2104) under a key for this
     * purpose.
     *
     * @return 32 bytes
     */
    public byte[] mac(Project project, String purpose, String content) {
        return hmac(derivedKey(project, purpose), content);
    }

    private static byte[] hmac(byte[] key, String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
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
