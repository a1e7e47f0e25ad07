package dev.actionflows.domain.messaging;

import java.util.Optional;

/**
 * An email, ready to send.
 *
 * @param text plain text
 * @param marketing present in mail that a flow sends, including the question whether an address
 *     agrees; absent in a mail that the recipient has just requested, such as a verification code
 */
public record Mail(
        MailFrom from,
        EmailAddress to,
        String subject,
        String text,
        Optional<Marketing> marketing) {
    /** Whether it asks the recipient to confirm a consent. */
    public boolean isQuestion() {
        return marketing.flatMap(it -> MailEvent.projectOfQuestion(it.messageKey())).isPresent();
    }

    /** A mail that the recipient has just requested. */
    public Mail(MailFrom from, EmailAddress to, String subject, String text) {
        this(from, to, subject, text, Optional.empty());
    }

    /**
     * What a mail needs that its recipient may unsubscribe from.
     *
     * @param html the same content as the text
     * @param unsubscribeUrl ends mail to this recipient when it receives a POST (RFC 8058)
     * @param messageKey identifies the message in the mail service's events: letters, digits,
     *     hyphens and underscores, at most 256
     */
    public record Marketing(String html, String unsubscribeUrl, String messageKey) {}
}
