package dev.actionflows.domain.error;

/**
 * A violation in a document.
 *
 * @param pointer JSON pointer (RFC 6901) to its location; empty for the whole document
 * @param detail a sentence for people that says what is wrong and how to fix it
 */
public record Violation(String pointer, String detail) {}
