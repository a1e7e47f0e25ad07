package dev.actionflows.domain.project;

/**
 * A project's data key as it is stored.
 *
 * @param base64 the key, encrypted by the deployment's master key
 */
public record WrappedKey(String base64) {}
