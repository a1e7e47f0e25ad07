package dev.actionflows.instagramwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerWord;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.MetaApp;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

class InstagramWebhookHandlerTest {
    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    static final MetaApp APP =
            new MetaApp(
                    List.of("SampleAppSecretOfTheSampleEvents"),
                    "SampleVerifyTokenOfTheSampleEvents00000000000000");

    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<String> ignored = new ArrayList<>();
    private MetaApp app = APP;
    private int secretReads;

    private final InstagramObserver counting =
            (reason, count) -> ignored.add("%s %d".formatted(reason, count));
    private final InstagramWebhookHandler handler =
            new InstagramWebhookHandler(
                    new InstagramWebhook(
                            world.with(InstagramObserver.class, counting).instagram(),
                            () -> {
                                secretReads++;
                                return app;
                            }),
                    new Log(log, world.clock),
                    world.clock);

    @BeforeEach
    void activate_flows() {
        world.instagram.assign(world.project, ACCOUNT);
        activate(new InstagramTrigger.Dm(Optional.of(TriggerWord.of("Tour")), Optional.empty()));
        activate(
                new InstagramTrigger.Comment(
                        Optional.of("17895695668004550"),
                        Optional.of(TriggerWord.of("Link")),
                        Optional.empty()));
    }

    private void activate(Trigger trigger) {
        Flow draft =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "Flow on " + trigger.type().wireName(),
                                trigger,
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        world.flowStore.save(world.project, draft, active);
    }

    private APIGatewayProxyResponseEvent handle(String name) {
        return handle(event(name));
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        return Invocations.invoke(handler, event, APIGatewayProxyResponseEvent.class, context);
    }

    private static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("instagram-webhook/" + name, APIGatewayProxyRequestEvent.class);
    }

    @Test
    void the_challenge_is_returned_unchanged() {
        APIGatewayProxyResponseEvent response = handle("verification.json");

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getHeaders())
                .containsEntry("Content-Type", "text/plain")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(response.getBody()).isEqualTo("1158201444");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct-message.json",
                "direct-message-in-base64.json",
                "comment.json",
                "comment-on-an-advertisement.json",
                "comment-on-a-live-broadcast.json"
            })
    void a_message_or_comment_with_the_keyword_starts_a_run_once(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).hasSize(1);

        world.clock.advance(Duration.ofSeconds(1));
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void every_element_of_a_request_is_processed() {
        assertThat(handle("many.json").getStatusCode()).isEqualTo(200);

        assertThat(world.executions.started())
                .extracting(run -> run.event().id().value())
                .containsExactlyInAnyOrder(
                        "igdm:mid-1", "igc:17865799348089041", "igc:17865799348089042");
        assertThat(ignored).containsExactlyInAnyOrder("UNREADABLE 1", "UNKNOWN_ACCOUNT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing-to-listen-to.json",
                "unknown-account.json",
                "direct-message-stop.json"
            })
    void other_notifications_are_accepted_and_start_nothing(String name) {
        assertThat(handle(name).getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-signature-missing.json, 403, signature_invalid",
        "invalid-signature-sha1-only.json, 403, signature_invalid",
        "invalid-signature-wrong.json, 403, signature_invalid",
        "invalid-signature-of-other-bytes.json, 403, signature_invalid",
        "invalid-media-type.json, 415, unsupported_media_type",
        "invalid-no-json.json, 400, malformed_request",
        "invalid-no-instagram.json, 400, malformed_request",
        "invalid-verify-token.json, 403, signature_invalid",
        "invalid-verify-token-missing.json, 403, signature_invalid",
        "invalid-verification-without-challenge.json, 400, invalid_request",
    })
    void an_invalid_request_is_rejected_with_a_problem(String name, int status, String code) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getHeaders()).containsEntry("Content-Type", "application/problem+json");
        assertThat(response.getBody()).contains("\"" + code + "\"");
        assertThat(world.executions.started()).isEmpty();
        assertThat(response.getBody())
                .doesNotContain(APP.appSecrets().getFirst(), APP.verifyToken());
    }

    @Test
    void every_sample_is_tested() {
        assertThat(SampleEvents.names("instagram-webhook")).hasSize(20);
    }

    @Test
    void without_an_app_secret_every_notification_is_rejected() {
        app = new MetaApp(List.of(), APP.verifyToken());

        assertThat(handle("comment.json").getStatusCode()).isEqualTo(403);
        assertThat(handle("verification.json").getStatusCode()).isEqualTo(200);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_request_without_a_signature_or_token_does_not_read_the_secret() {
        handle("invalid-signature-missing.json");
        handle("invalid-signature-sha1-only.json");
        handle("invalid-verify-token-missing.json");

        assertThat(secretReads).isZero();
    }

    @Test
    void the_headers_name_is_case_insensitive() {
        APIGatewayProxyRequestEvent event = event("comment.json");
        Map<String, String> headers = new HashMap<>();
        event.getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));

        assertThat(handle(event.withHeaders(headers)).getStatusCode()).isEqualTo(200);
    }

    @Test
    void an_oversized_body_is_rejected_unread() {
        APIGatewayProxyRequestEvent event = event("comment.json");

        assertThat(handle(event.withBody("x".repeat(5_000_000))).getStatusCode()).isEqualTo(413);
        assertThat(secretReads).isZero();
    }

    @Test
    void no_fan_data_and_no_secret_is_logged() {
        SampleEvents.names("instagram-webhook").forEach(this::handle);

        assertThat(log.size()).isZero();
    }
}
