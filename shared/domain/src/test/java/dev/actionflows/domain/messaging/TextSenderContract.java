package dev.actionflows.domain.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;

/** The contract of {@link TextSender} implementations, for any provider. */
public abstract class TextSenderContract {
    /** The delay that a provider requests if it is {@link Situation#BUSY}. */
    protected static final Duration BUSY_FOR = Duration.ofSeconds(7);

    /** Long, since a busy machine may take seconds for a response of the stub. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** What the provider does with the next message. */
    public enum Situation {
        TAKES_IT,
        NUMBER_CANNOT_RECEIVE,
        RECIPIENT_OPTED_OUT,
        REJECTS_THE_CREDENTIALS,
        REJECTS_THE_REQUEST,
        /** Requests a retry, after {@link #BUSY_FOR} if it can say when. */
        BUSY,
        /** Nothing listens at its address. */
        NOT_REACHABLE,
        /** Accepts the request and never responds. */
        SILENT
    }

    /** The sender under test, with its provider in this situation. */
    protected abstract TextSender senderWhen(Situation situation);

    /** What the provider under test needs to send. */
    protected abstract SmsCredentials credentials();

    /** The delay after which a message to a busy provider is retried. */
    protected Duration busyFor() {
        return BUSY_FOR;
    }

    /**
     * What a provider delivers of a message.
     *
     * @param from the sender's number
     */
    public record Delivered(String from, String to, String body) {
        static Delivered of(TextMessage message) {
            return new Delivered(message.from().e164(), message.to().e164(), message.body());
        }
    }

    /** Every message that reached the provider since the test began, in order. */
    protected abstract List<Delivered> handedOver();

    @Test
    void an_accepted_message_has_the_providers_id() {
        assertThat(send(Situation.TAKES_IT, message("Hello")))
                .isInstanceOfSatisfying(
                        SendResult.Accepted.class,
                        accepted -> assertThat(accepted.providerMessageId()).isNotBlank());
    }

    @Test
    void the_same_text_sent_twice_results_in_two_messages_with_two_ids() {
        TextSender sender = senderWhen(Situation.TAKES_IT);

        SendResult first = sender.send(message("Hello"), credentials(), TIMEOUT);
        SendResult second = sender.send(message("Hello"), credentials(), TIMEOUT);

        assertThat(first).isNotEqualTo(second);
        assertThat(handedOver())
                .containsExactly(Delivered.of(message("Hello")), Delivered.of(message("Hello")));
    }

    @Test
    void sender_recipient_and_text_arrive_unchanged() {
        TextMessage message = message(" Größe & 100% = +1 ✓\n🎵 https://example.com/?a=b#c ");

        send(Situation.TAKES_IT, message);

        assertThat(handedOver()).containsExactly(Delivered.of(message));
    }

    @Test
    void a_number_that_cannot_receive_texts_is_rejected_permanently() {
        assertThat(send(Situation.NUMBER_CANNOT_RECEIVE, message("Hello")))
                .isEqualTo(new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER));
    }

    @Test
    void an_opt_out_at_the_provider_is_reported() {
        assertThat(send(Situation.RECIPIENT_OPTED_OUT, message("Hello")))
                .isEqualTo(new SendResult.OptedOut());
    }

    @Test
    void rejected_credentials_are_reported_as_the_reason() {
        assertThat(send(Situation.REJECTS_THE_CREDENTIALS, message("Hello")))
                .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
    }

    @Test
    void a_request_that_the_provider_rejects_fails_permanently() {
        assertThat(send(Situation.REJECTS_THE_REQUEST, message("Hello")))
                .isEqualTo(new SendResult.MessageRefused(Reason.REJECTED));
    }

    @Test
    void a_busy_provider_is_retried_after_its_delay() {
        assertThat(send(Situation.BUSY, message("Hello")))
                .isEqualTo(new SendResult.NotTaken(Reason.RATE_LIMITED, busyFor()));
    }

    @Test
    void an_unreachable_provider_has_definitely_not_accepted_the_message() {
        assertThat(send(Situation.NOT_REACHABLE, message("Hello")))
                .isInstanceOfSatisfying(
                        SendResult.NotTaken.class,
                        notTaken -> {
                            assertThat(notTaken.reason()).isEqualTo(Reason.PROVIDER_UNAVAILABLE);
                            assertThat(notTaken.retryAfter()).isPositive();
                        });
    }

    @Test
    void without_a_response_the_result_is_unknown() {
        assertThat(send(Situation.SILENT, message("Hello")))
                .isEqualTo(new SendResult.Unknown(Reason.NO_ANSWER));
    }

    @ParameterizedTest
    @EnumSource
    void one_call_submits_the_message_at_most_once(Situation situation) {
        send(situation, message("Hello"));

        assertThat(handedOver()).hasSizeLessThanOrEqualTo(1);
    }

    private SendResult send(Situation situation, TextMessage message) {
        return senderWhen(situation)
                .send(message, credentials(), situation == Situation.SILENT ? SHORT : TIMEOUT);
    }

    private static TextMessage message(String body) {
        return new TextMessage(
                new PhoneNumber("+15005550006"),
                new PhoneNumber("+12025550123"),
                body,
                "https://flows.example.com/webhooks/sms/prj_7zqk3v9m2c4x8b1d/status?step=run.3",
                "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-3",
                TextMessage.MAX_VALIDITY);
    }
}
