package dev.actionflows.aws;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The stub of AWS's texts in the local cloud answers as local/providers/README.md says. */
class LocalAwsTextsTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final String SENDER = "+18005550199";

    private static SendResult send(String from, String to) {
        AwsTextSender sender =
                new AwsTextSender(
                        AwsClients.fromEnvironment(
                                Map.of(
                                        "AWS_REGION", "eu-central-1",
                                        "AWS_ACCESS_KEY_ID", "local",
                                        "AWS_SECRET_ACCESS_KEY", "local",
                                        "AWS_ENDPOINT_URL", "http://emulator.invalid",
                                        "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2",
                                                PROVIDERS.baseUrl())),
                        "texts");
        return sender.send(
                new TextMessage(
                        new PhoneNumber("+18005550199"),
                        new PhoneNumber(to),
                        "Hello",
                        "",
                        "",
                        TextMessage.MAX_VALIDITY),
                new SmsCredentials.Aws(from, Optional.empty(), Optional.empty()),
                Duration.ofMillis(1_500));
    }

    @Test
    void any_other_text_is_accepted_under_an_id_of_its_own() {
        SendResult first = send(SENDER, "+12025550123");

        assertThat(first).isInstanceOf(SendResult.Accepted.class);
        assertThat(send(SENDER, "+12025550123")).isNotEqualTo(first);
    }

    @Test
    void an_opted_out_recipient_is_reported() {
        assertThat(send(SENDER, "+15005550004")).isEqualTo(new SendResult.OptedOut());
    }

    @ParameterizedTest
    @CsvSource({
        "+18005550199, +15005550001, UNREACHABLE_NUMBER",
        "+18005550199, +15005550002, REJECTED",
        "+18005550199, +15005550005, SENDER_NOT_VERIFIED",
        "+18005550008, +12025550123, SENDER_NOT_VERIFIED",
        "pool-missing, +12025550123, UNKNOWN_AT_PROVIDER",
        "pool-denied, +12025550123, CREDENTIALS_REJECTED",
    })
    void a_text_is_refused(String from, String to, Reason reason) {
        assertThat(send(from, to)).isEqualTo(new SendResult.MessageRefused(reason));
    }

    @ParameterizedTest
    @CsvSource({"+15005550402, QUOTA_EXCEEDED, PT1H", "+15005550429, RATE_LIMITED, PT10S"})
    void a_text_is_delayed(String to, Reason reason, Duration after) {
        assertThat(send(SENDER, to)).isEqualTo(new SendResult.NotTaken(reason, after));
    }

    @ParameterizedTest
    @CsvSource({"+15005550500", "+15005550504", "+15005550599"})
    void the_result_is_unknown(String to) {
        assertThat(send(SENDER, to)).isEqualTo(new SendResult.Unknown(Reason.NO_ANSWER));
    }
}
