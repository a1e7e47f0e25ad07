package dev.actionflows.smswebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepClaim;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.FormParameters;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class SmsWebhookHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final SmsWebhookHandler handler =
            new SmsWebhookHandler(
                    new SmsWebhook(world.texts, world.application.deliveries()),
                    new Log(log, world.clock),
                    world.clock);

    @BeforeEach
    void activate_flow() {
        world.activeFlow(
                "PRESAVE",
                OnFailure.CONTINUE,
                new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD));
    }

    private APIGatewayProxyResponseEvent handle(String name) {
        return handle(event(name));
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        return Invocations.invoke(handler, event, APIGatewayProxyResponseEvent.class, context);
    }

    private static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("sms-webhook/" + name, APIGatewayProxyRequestEvent.class);
    }

    private boolean isFanStopped() {
        return world.fans
                .findIdentity(
                        world.project,
                        world.identities.of(world.project, World.FAN_NUMBER).identity())
                .filter(KnownIdentity::stopped)
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyword.json", "keyword-accents-and-punctuation.json"})
    void a_keyword_starts_a_run_and_the_reply_is_empty_twiml(String name) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "text/xml");
        assertThat(response.getBody()).isEqualTo(SmsWebhook.EMPTY_REPLY);
        assertThat(world.executions.started()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "?source=My%20Label, source, My Label",
        "?source=My+Label, source, My Label",
        "?source=My%20Label%2c%20Ltd, source, 'My Label, Ltd'",
        "?from=band.example/tour, from, band.example/tour",
        "?flag, flag, ''",
        "?flag=, flag, ''",
    })
    void the_signature_covers_the_url_as_sent_including_its_query(
            String query, String name, String value) {
        String url = "https://flows.example.com/webhooks/sms/" + world.project + query;

        assertThat(handle(signed(url, name, value)).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).hasSize(1);
        assertThat(handle(signed(url + "x", name, value)).getStatusCode()).isEqualTo(403);
        assertThat(handle(signed(url, name, value + "x")).getStatusCode()).isEqualTo(403);
        assertThat(handle(signed(url.replace(".com/", ".com:443/"), name, value)).getStatusCode())
                .isEqualTo(200);
    }

    /** A text with a signature for this URL, as API Gateway delivers it. */
    private static APIGatewayProxyRequestEvent signed(String url, String name, String value) {
        APIGatewayProxyRequestEvent event = event("keyword.json");
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put(
                "X-Twilio-Signature",
                signature(url, FormParameters.decode(event.getBody()), World.AUTH_TOKEN));
        return event.withHeaders(headers)
                .withQueryStringParameters(Map.of(name, value))
                .withMultiValueQueryStringParameters(Map.of(name, List.of(value)));
    }

    /** Source: "Webhooks Security" at twilio.com/docs/usage/webhooks/webhooks-security. */
    private static String signature(String url, FormParameters form, String authToken) {
        String parameters =
                form.all().stream()
                        .sorted(Comparator.comparing(FormParameters.Parameter::name))
                        .map(it -> it.name() + it.value())
                        .collect(Collectors.joining());
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(
                            mac.doFinal((url + parameters).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-keyword.json", "help.json", "start.json"})
    void other_texts_are_accepted_and_start_nothing(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop.json", "stop-recognised-by-provider.json"})
    void a_stop_is_stored(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(isFanStopped()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-signature-missing.json, 403, signature_invalid",
        "invalid-signature-wrong.json, 403, signature_invalid",
        "invalid-unknown-project.json, 403, signature_invalid",
        "invalid-short-code-sender.json, 400, invalid_request",
        "invalid-parameters-missing.json, 400, invalid_request",
        "invalid-broken-percent.json, 400, malformed_request",
        "invalid-json-body.json, 415, unsupported_media_type",
        "invalid-status-signature-wrong.json, 403, signature_invalid",
        "invalid-status-step-missing.json, 400, invalid_request",
        "invalid-status-step-unreadable.json, 400, invalid_request",
    })
    void an_invalid_request_is_rejected_with_a_problem(String name, int status, String code) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
        assertThat(response.getBody()).contains("\"" + code + "\"");
        assertThat(world.executions.started()).isEmpty();
        assertThat(isFanStopped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status-delivered.json",
                "status-undelivered.json",
                "status-of-an-unknown-kind.json"
            })
    void a_report_about_an_unknown_run_is_accepted_and_ignored(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(204);
        assertThat(world.ledger.all()).isEmpty();
    }

    @Test
    void a_report_settles_the_step_that_the_text_was_sent_for() {
        Run unknown = storeRunWith(new StepOutcome.Unknown(Reason.NO_ANSWER));

        assertThat(handle("status-delivered.json").getStatusCode()).isEqualTo(204);

        assertThat(world.run(unknown.key()).step(0).outcome())
                .contains(new StepOutcome.Completed(Reason.DELIVERED));
    }

    @Test
    void an_unsigned_report_settles_nothing() {
        Run unknown = storeRunWith(new StepOutcome.Unknown(Reason.NO_ANSWER));

        handle("invalid-status-signature-wrong.json");

        assertThat(world.run(unknown.key())).isEqualTo(unknown);
    }

    @Test
    void an_undelivered_text_records_its_reason_in_the_run() {
        Run accepted = storeRunWith(new StepOutcome.Completed(Reason.ACCEPTED));

        handle("status-undelivered.json");

        assertThat(world.run(accepted.key()).step(0).outcome())
                .contains(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER));
    }

    private Run storeRunWith(StepOutcome outcome) {
        Run run =
                new Run(
                        new RunKey(world.project, new RunId("run_00000000000000000000000000")),
                        new FlowId("flow_0123456789abcdef"),
                        1,
                        new FanId("fan_0123456789abcdef"),
                        new FanEvent(
                                new EventId("sms:SM1"),
                                TriggerType.SMS_KEYWORD,
                                "presave",
                                world.clock.instant()),
                        false,
                        RunStatus.COMPLETED,
                        1,
                        3,
                        world.clock.instant(),
                        Optional.of(world.clock.instant()),
                        Optional.empty(),
                        0,
                        List.of(
                                new RunStep(
                                        StepType.SEND_TEXT,
                                        Optional.of(outcome),
                                        Optional.of(world.clock.instant()),
                                        Optional.of(world.clock.instant()),
                                        1,
                                        Optional.of(
                                                new StepClaim(
                                                        "token", "nonce", world.clock.instant())),
                                        Optional.empty(),
                                        Optional.of("token"),
                                        Optional.empty(),
                                        false)),
                        Optional.empty());
        world.ledger.putIfAbsent(run);
        return run;
    }

    @Test
    void an_oversized_body_is_rejected_unread() {
        APIGatewayProxyRequestEvent event = event("keyword.json");

        assertThat(handle(event.withBody("x".repeat(5_000_000))).getStatusCode()).isEqualTo(413);
    }

    @Test
    void an_unknown_project_is_rejected_like_a_wrong_signature() {
        APIGatewayProxyRequestEvent event = event("keyword.json");
        event.getPathParameters().put("projectId", "../prj");

        assertThat(handle(event).getStatusCode()).isEqualTo(403);
    }

    @Test
    void no_part_of_a_text_is_logged() {
        SampleEvents.names("sms-webhook").forEach(name -> handle(name));

        assertThat(log.size()).isZero();
    }
}
