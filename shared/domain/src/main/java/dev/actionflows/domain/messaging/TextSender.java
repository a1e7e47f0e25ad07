package dev.actionflows.domain.messaging;

import java.time.Duration;

/** The SMS provider. */
public interface TextSender {
    /**
     * Sends one message, without retries, because the provider has no idempotency key.
     *
     * @param timeout for connection and response together
     */
    SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout);
}
