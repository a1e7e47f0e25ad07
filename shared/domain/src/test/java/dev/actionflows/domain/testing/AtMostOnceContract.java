package dev.actionflows.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.SendResult;

import org.junit.jupiter.api.Test;

/**
 * What everything does that hands a message over: no layer below it, neither a client of a service
 * nor the JDK, sends a request a second time by itself.
 */
public interface AtMostOnceContract {
    /**
     * Hands one message to a provider that reads the request whole and breaks the connection before
     * it has answered.
     */
    SendResult sendOverAConnectionThatBreaks();

    /**
     * The same, after a message that the provider has answered, with a promise to keep the
     * connection.
     */
    SendResult sendOverAKeptConnectionThatBreaks();

    /** How many messages the provider has read without answering them. */
    int unanswered();

    @Test
    default void a_message_whose_answer_is_lost_is_handed_over_once() {
        assertThat(sendOverAConnectionThatBreaks()).isInstanceOf(SendResult.Unknown.class);
        assertThat(unanswered()).isEqualTo(1);
    }

    @Test
    default void nor_twice_after_another_message_was_answered() {
        assertThat(sendOverAKeptConnectionThatBreaks()).isInstanceOf(SendResult.Unknown.class);
        assertThat(unanswered()).isEqualTo(1);
    }
}
