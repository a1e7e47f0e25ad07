package dev.actionflows.domain.messaging;

import java.time.Duration;

/** Instagram's messaging. */
@FunctionalInterface
public interface DirectMessageSender {
    /**
     * Sends one message, without retries, because Meta has no idempotency key.
     *
     * @param timeout for connection and response together
     */
    SendResult send(DirectMessage message, InstagramToken token, Duration timeout);
}
