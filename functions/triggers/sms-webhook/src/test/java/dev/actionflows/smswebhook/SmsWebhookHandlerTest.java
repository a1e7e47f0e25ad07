package dev.actionflows.smswebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnUnmet;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;
import dev.actionflows.testkit.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsWebhookHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final SmsWebhookHandler handler = new SmsWebhookHandler(world.texts);

    @BeforeEach
    void a_flow_listens() {
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

    private boolean fanIsStopped() {
        return world.fans
                .findIdentity(world.project, world.identities.of(world.project, World.FAN_NUMBER))
                .filter(KnownIdentity::stopped)
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyword.json", "keyword-accents-and-punctuation.json"})
    void a_keyword_starts_a_run_and_the_reply_is_empty_twiml(String name) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "text/xml");
        assertThat(response.getBody()).isEqualTo(SmsWebhookHandler.EMPTY_REPLY);
        assertThat(world.executions.started()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-keyword.json", "help.json", "start.json"})
    void other_texts_are_taken_and_start_nothing(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop.json", "stop-recognised-by-provider.json"})
    void a_stop_is_stored(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(fanIsStopped()).isTrue();
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
    })
    void what_is_not_right_is_refused_with_a_problem(String name, int status, String code) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
        assertThat(response.getBody()).contains("\"" + code + "\"");
        assertThat(world.executions.started()).isEmpty();
        assertThat(fanIsStopped()).isFalse();
    }

    @Test
    void a_body_of_megabytes_is_refused_unread() {
        APIGatewayProxyRequestEvent event = event("keyword.json");

        assertThat(handle(event.withBody("x".repeat(5_000_000))).getStatusCode()).isEqualTo(413);
    }

    @Test
    void a_path_that_names_no_project_is_refused_like_a_wrong_signature() {
        APIGatewayProxyRequestEvent event = event("keyword.json");
        event.getPathParameters().put("projectId", "../prj");

        assertThat(handle(event).getStatusCode()).isEqualTo(403);
    }

    @Test
    void nothing_of_a_text_is_logged() {
        SampleEvents.names("sms-webhook").forEach(name -> handle(name));

        assertThat(context.lines()).isEmpty();
    }
}
