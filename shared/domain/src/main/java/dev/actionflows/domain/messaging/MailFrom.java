package dev.actionflows.domain.messaging;

import java.util.Optional;

/**
 * The sender of a project's mail. The mail service sends only from verified addresses and domains.
 *
 * @param name displayed next to the address
 */
public record MailFrom(EmailAddress address, Optional<String> name) {}
