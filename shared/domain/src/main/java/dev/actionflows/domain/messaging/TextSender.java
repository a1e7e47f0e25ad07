package dev.actionflows.domain.messaging;

import java.time.Duration;

/** The SMS provider. */
public interface TextSender {
    /**
     * Hands one message over, once: no retry of its own, since the provider has no idempotency key.
     *
     * @param timeout for connection and answer together
     */
    SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout);
}
