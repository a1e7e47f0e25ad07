package dev.actionflows.domain.messaging;

/** The mail service. */
@FunctionalInterface
public interface MailSender {
    /** Hands one mail over, once: no retry of its own, since a second one would arrive as well. */
    SendResult send(Mail mail);
}
