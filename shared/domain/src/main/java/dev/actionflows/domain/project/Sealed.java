package dev.actionflows.domain.project;

/**
 * An encrypted secret. Only a {@link Vault} opens it, with the project's key and the same context.
 *
 * @param base64 a nonce of 12 bytes, followed by the output of AES-256-GCM
 */
public record Sealed(String base64) {
    private static final int NONCE_LENGTH = 16;

    /** The nonce in Base64, which no other sealed secret has. */
    public String nonce() {
        return base64.substring(0, Math.min(NONCE_LENGTH, base64.length()));
    }
}
