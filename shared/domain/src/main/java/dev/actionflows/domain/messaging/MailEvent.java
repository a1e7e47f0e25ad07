package dev.actionflows.domain.messaging;

import java.time.Instant;

/**
 * What the mail service reports about one message and one recipient.
 *
 * @param id equal for every delivery of the same report
 * @param messageKey see {@link Mail.Marketing#messageKey}; empty for mail that no flow sent
 * @param recipient normalized address
 */
public record MailEvent(
        Kind kind, String id, String messageKey, EmailAddress recipient, Instant at) {
    public enum Kind {
        /** The service accepted the message and tries to deliver it. */
        SENT,
        /** The recipient's server accepted the message. */
        DELIVERED,
        /** Rejected for good: the mailbox does not exist, or is suppressed. */
        HARD_BOUNCE,
        /** Rejected for now, and the service has given up. */
        SOFT_BOUNCE,
        /** The service did not send the message, because of its content. */
        REJECTED,
        /** The recipient reported the message as spam. */
        COMPLAINT
    }
}
