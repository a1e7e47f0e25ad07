package dev.actionflows.domain.messaging;

/**
 * One mail, ready for the mail service.
 *
 * @param text plain text
 */
public record Mail(MailFrom from, EmailAddress to, String subject, String text) {}
