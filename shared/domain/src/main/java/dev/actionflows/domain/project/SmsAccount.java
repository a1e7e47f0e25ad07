package dev.actionflows.domain.project;

import dev.actionflows.domain.messaging.PhoneNumber;

/** The project's number and account at the SMS provider. */
public record SmsAccount(PhoneNumber number, String accountSid, Sealed authToken) {
    /** The context for which {@link #authToken} is sealed. */
    public static final String AUTH_TOKEN_CONTEXT = "sms-auth-token";
}
