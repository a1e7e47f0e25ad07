package dev.actionflows.domain.project;

import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;

/** The project's number and account at an SMS provider. */
public sealed interface SmsAccount {
    /** The context for which {@link Twilio#authToken} is sealed. */
    String AUTH_TOKEN_CONTEXT = "sms-auth-token";

    /** The number that fans text. */
    PhoneNumber number();

    /**
     * Decrypts what the provider needs.
     *
     * @param project the account's project
     */
    SmsCredentials credentials(Project project, Vault vault);

    /** The project's own account at Twilio. */
    record Twilio(PhoneNumber number, String accountSid, Sealed authToken) implements SmsAccount {
        @Override
        public SmsCredentials credentials(Project project, Vault vault) {
            return new SmsCredentials.Twilio(
                    accountSid, vault.open(project, AUTH_TOKEN_CONTEXT, authToken));
        }
    }

    /** A number of the deployment's AWS account, through AWS End User Messaging. */
    record Aws(PhoneNumber number, SmsCredentials.Aws sender) implements SmsAccount {
        @Override
        public SmsCredentials credentials(Project project, Vault vault) {
            return sender;
        }
    }
}
