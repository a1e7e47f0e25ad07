package dev.actionflows.domain.messaging;

/**
 * An email, ready to send.
 *
 * @param text plain text
 */
public record Mail(MailFrom from, EmailAddress to, String subject, String text) {}
