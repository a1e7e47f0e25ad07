package dev.actionflows.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.SendResult;

import org.junit.jupiter.api.Test;

/**
 * The contract of everything that submits a message: no layer below it, neither a service client
 * nor the JDK, resends a request by itself.
 */
public interface AtMostOnceContract {
    /**
     * Submits one message to a provider that reads the whole request and closes the connection
     * before it responds.
     */
    SendResult sendOverAConnectionThatBreaks();

    /**
     * The same, on a connection that the provider agreed to keep alive in its response to an
     * earlier message.
     */
    SendResult sendOverAKeptConnectionThatBreaks();

    /** The number of messages that the provider has read without responding. */
    int unanswered();

    @Test
    default void a_message_whose_response_is_lost_is_submitted_once() {
        assertThat(sendOverAConnectionThatBreaks()).isInstanceOf(SendResult.Unknown.class);
        assertThat(unanswered()).isEqualTo(1);
    }

    @Test
    default void a_message_whose_response_is_lost_on_a_kept_connection_is_submitted_once() {
        assertThat(sendOverAKeptConnectionThatBreaks()).isInstanceOf(SendResult.Unknown.class);
        assertThat(unanswered()).isEqualTo(1);
    }
}
