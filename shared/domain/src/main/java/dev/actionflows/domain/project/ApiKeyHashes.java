package dev.actionflows.domain.project;

/**
 * SHA-256 of the project's keys, in hexadecimal. The keys are random and long, so that a plain hash
 * is enough; they are shown once and never stored.
 */
public record ApiKeyHashes(String secretKey, String publishableKey) {}
