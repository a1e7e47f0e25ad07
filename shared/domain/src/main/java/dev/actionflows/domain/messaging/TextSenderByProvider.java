package dev.actionflows.domain.messaging;

import java.time.Duration;
import java.util.function.Supplier;

/** Sends each text through the provider of the project's account. */
public final class TextSenderByProvider implements TextSender {
    private final Supplier<TextSender> twilio;
    private final Supplier<TextSender> aws;

    /**
     * @param twilio supplied when a text goes through Twilio, so that a cold start loads one
     *     provider
     * @param aws supplied when a text goes through AWS
     */
    public TextSenderByProvider(Supplier<TextSender> twilio, Supplier<TextSender> aws) {
        this.twilio = twilio;
        this.aws = aws;
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        TextSender provider =
                switch (credentials) {
                    case SmsCredentials.Twilio _ -> twilio.get();
                    case SmsCredentials.Aws _ -> aws.get();
                };
        return provider.send(message, credentials, timeout);
    }
}
