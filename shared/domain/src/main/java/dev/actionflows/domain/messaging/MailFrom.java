package dev.actionflows.domain.messaging;

import java.util.Optional;

/**
 * From whom a project's mail comes. The mail service sends only for addresses and domains that it
 * has verified.
 *
 * @param name shown beside the address
 */
public record MailFrom(EmailAddress address, Optional<String> name) {}
