package dev.actionflows.domain.messaging;

import java.util.Optional;

/**
 * What an SMS provider needs to send in the project's name, decrypted; never stored or logged in
 * this form.
 */
public sealed interface SmsCredentials {
    /** The credentials of the project's account at Twilio. */
    record Twilio(String accountSid, String authToken) implements SmsCredentials {
        @Override
        public String toString() {
            return "Twilio[" + accountSid + "]";
        }
    }

    /**
     * The sender in the deployment's own AWS account, whose permissions the function has.
     *
     * @param originationIdentity a phone number in E.164, or the id or ARN of a number, a sender id
     *     or a pool
     * @param configurationSet publishes events about the texts; empty for the deployment's own
     * @param maxPrice the most that a text may cost, in US dollars, such as {@code 0.05}
     */
    record Aws(
            String originationIdentity,
            Optional<String> configurationSet,
            Optional<String> maxPrice)
            implements SmsCredentials {}
}
