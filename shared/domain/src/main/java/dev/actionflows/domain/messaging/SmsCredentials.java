package dev.actionflows.domain.messaging;

/** The project's account at the SMS provider, opened; never stored or logged in this form. */
public record SmsCredentials(String accountSid, String authToken) {
    @Override
    public String toString() {
        return "SmsCredentials[" + accountSid + "]";
    }
}
