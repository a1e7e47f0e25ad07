package dev.actionflows.domain.error;

/**
 * One thing that is wrong in a document.
 *
 * @param pointer JSON pointer (RFC 6901) to the place; empty for the whole document
 * @param detail what is wrong there and how to mend it, as a sentence for people
 */
public record Violation(String pointer, String detail) {}
