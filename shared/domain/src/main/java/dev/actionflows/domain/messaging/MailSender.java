package dev.actionflows.domain.messaging;

/** The mail service. */
@FunctionalInterface
public interface MailSender {
    /** Sends one mail, without retries: a second attempt could deliver it twice. */
    SendResult send(Mail mail);
}
