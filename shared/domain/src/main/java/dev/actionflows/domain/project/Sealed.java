package dev.actionflows.domain.project;

/**
 * A secret as it is stored. Only a {@link Vault} opens it, with the project's key and the same
 * context.
 *
 * @param base64 a nonce of 12 bytes, then AES-256-GCM's output
 */
public record Sealed(String base64) {}
