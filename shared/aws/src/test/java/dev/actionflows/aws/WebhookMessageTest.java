package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookSamples;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sqs.SqsClient;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class WebhookMessageTest {
    private static final String QUEUE = "http://localhost:4566/000000000000/webhooks";

    private static WebhookDelivery.Key key() {
        return WebhookSamples.delivery(Samples.projectId(), WebhookSamples.webhookId(), Samples.NOW)
                .key();
    }

    @Test
    void a_message_is_read_as_it_was_written() {
        WebhookDelivery.Key key = key();

        assertThat(WebhookMessage.decode(WebhookMessage.encode(key)).delivery()).contains(key);
        assertThat(WebhookMessage.decode("{\"sweep\":true}").delivery()).isEmpty();
    }

    @Test
    void every_violation_is_named() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                WebhookMessage.decode(
                                        "{\"projectId\":\"prj_1\",\"eventID\":\"evt_1\"}"))
                .satisfies(
                        e ->
                                assertThat(e.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactlyInAnyOrder(
                                                "/projectId",
                                                "/webhookId",
                                                "/eventId",
                                                "/eventID"));
    }

    @Test
    void many_are_sent_in_tens_each_in_the_group_of_its_webhook() {
        List<WebhookDelivery.Key> keys =
                Stream.generate(WebhookMessageTest::key).limit(23).toList();
        try (ScriptedAws aws = new ScriptedAws(WebhookMessageTest::takenUpTo10)) {
            new SqsWebhookQueue(aws.clients().client(SqsClient.builder()), QUEUE).send(keys);

            assertThat(aws.operations()).containsOnly("SendMessageBatch").hasSize(3);
            String sent = aws.requests().toString();
            assertThat(keys)
                    .allSatisfy(
                            it ->
                                    assertThat(sent)
                                            .contains("MessageGroupId=" + it.webhook().value()));
        }
    }

    @Test
    void one_that_the_queue_did_not_take_is_a_failure() {
        try (ScriptedAws aws = new ScriptedAws(it -> taken(it, 1))) {
            SqsWebhookQueue queue =
                    new SqsWebhookQueue(aws.clients().client(SqsClient.builder()), QUEUE);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> queue.send(List.of(key(), key())));
        }
    }

    private static Answer takenUpTo10(ScriptedAws.Request request) {
        return taken(request, 10);
    }

    private static Answer taken(ScriptedAws.Request request, int most) {
        List<?> entries = request.body().get("Entries") instanceof List<?> list ? list : List.of();
        return Answer.ok(
                Map.of(
                        "Successful",
                        entries.stream().limit(most).map(WebhookMessageTest::taken).toList(),
                        "Failed",
                        List.of()));
    }

    private static Map<String, String> taken(Object entry) {
        Map<?, ?> sent = (Map<?, ?>) entry;
        return Map.of(
                "Id",
                String.valueOf(sent.get("Id")),
                "MessageId",
                "m" + sent.get("Id"),
                "MD5OfMessageBody",
                md5(String.valueOf(sent.get("MessageBody"))));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("MD5")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
