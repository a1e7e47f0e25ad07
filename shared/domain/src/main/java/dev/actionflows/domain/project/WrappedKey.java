package dev.actionflows.domain.project;

/**
 * A project's encrypted data key.
 *
 * @param base64 the key, encrypted with the deployment's master key
 */
public record WrappedKey(String base64) {}
