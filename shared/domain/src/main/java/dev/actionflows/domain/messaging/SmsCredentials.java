package dev.actionflows.domain.messaging;

/**
 * The decrypted credentials of the project's account at the SMS provider; never stored or logged in
 * this form.
 */
public record SmsCredentials(String accountSid, String authToken) {
    @Override
    public String toString() {
        return "SmsCredentials[" + accountSid + "]";
    }
}
