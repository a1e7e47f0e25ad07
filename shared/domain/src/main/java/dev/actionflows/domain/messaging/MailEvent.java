package dev.actionflows.domain.messaging;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * What the mail service reports about one message and one recipient.
 *
 * @param id equal for every delivery of the same report
 * @param messageKey see {@link Mail.Marketing#messageKey}; {@link #questionKey} for a question;
 *     empty for mail that no flow sent
 * @param recipient normalized address
 */
public record MailEvent(
        Kind kind, String id, String messageKey, EmailAddress recipient, Instant at) {
    private static final String QUESTION = "-question";

    /**
     * The key of mail that asks an address to confirm its consent. It names no step: whether it
     * arrives says nothing about the step's own message.
     */
    public static String questionKey(ProjectId project) {
        return project + QUESTION;
    }

    /**
     * @return the project of a {@link #questionKey}; empty if the text is no such key
     */
    public static Optional<ProjectId> projectOfQuestion(String messageKey) {
        return messageKey.endsWith(QUESTION)
                ? ProjectId.parse(messageKey.substring(0, messageKey.length() - QUESTION.length()))
                : Optional.empty();
    }

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
