package dev.actionflows.embedevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.SessionToken;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.testkit.SampleEvents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class EmbedEventsHandlerTest {
    private static final Map<String, Object> CONSENT = Map.of("wording", "Yes", "version", "1");

    private final EmbedApi api = new EmbedApi();
    private final World world = api.world;

    private static Map<String, Object> preSaved(String id) {
        return Map.of(
                "id",
                id,
                "type",
                "release.presaved",
                "phone",
                World.FAN_NUMBER.e164(),
                "releaseId",
                EmbedApi.RELEASE.value());
    }

    private Flow onPreSave() {
        return api.embed.flowOn(
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED,
                        Optional.of(EmbedApi.RELEASE),
                        Optional.empty()),
                ReEntry.EVERY_EVENT);
    }

    @ParameterizedTest
    @CsvSource({
        "sign-up-by-text, 202",
        "sign-up-by-mail, 202",
        "ask-to-send, 204",
        "ask-to-verify, 204",
        "server-event, 200",
        "server-event-under-a-key, 200",
        "server-opt-in, 200",
        "batch, 200"
    })
    void a_valid_event_succeeds(String name, int status) {
        assertThat(api.send(name).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "release-detected, 400, invalid_request",
        "release-detected-of-a-page, 400, invalid_request",
        "no-key, 401, not_authenticated",
        "secret-key-in-url, 401, not_authenticated",
        "forged-key, 401, not_authenticated",
        "operate-key, 403, not_allowed",
        "origin, 403, not_allowed",
        "origin-of-preflight, 403, not_allowed",
        "batch-of-a-page, 403, not_allowed",
        "fan-id-of-a-page, 403, not_allowed",
        "pre-save-without-token, 400, invalid_request",
        "everything-wrong, 400, invalid_request",
        "keyword, 400, invalid_request",
        "malformed-json, 400, malformed_request",
        "form-body, 415, unsupported_media_type",
        "unknown-verification, 404, not_found",
        "code, 400, invalid_request",
        "idempotency-key, 400, invalid_request",
    })
    void an_invalid_event_gets_its_problem(String name, int status, String code) {
        EmbedApi.Answer answer = api.send("invalid-" + name);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(world.executions.started()).isEmpty();
        assertThat(api.embed.texts.handedOver()).isEmpty();
    }

    @Test
    void every_sample_event_is_tested() {
        assertThat(SampleEvents.names("embed-events")).hasSize(26);
    }

    static List<String> samples() {
        return SampleEvents.names("embed-events").stream()
                .map(name -> name.replace(".json", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void only_a_page_of_the_project_may_read_responses(String name) {
        APIGatewayProxyRequestEvent event = EmbedApi.sample(name);
        EmbedApi.Answer answer = api.send(event);

        assertThat(answer.headers()).containsEntry("Vary", "Origin");
        boolean validKey =
                Map.of("key", EmbedApi.PUBLISHABLE_KEY).equals(event.getQueryStringParameters());
        if (validKey && EmbedWorld.ORIGIN.equals(event.getHeaders().get("Origin"))) {
            assertThat(answer.headers())
                    .containsEntry("Access-Control-Allow-Origin", EmbedWorld.ORIGIN)
                    .containsEntry("Access-Control-Expose-Headers", "Retry-After");
        } else {
            assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
        }
        assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void a_preflight_lists_what_a_page_may_send() {
        assertThat(api.send("ask-to-send").headers())
                .containsEntry("Access-Control-Allow-Methods", "POST")
                .containsEntry(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key")
                .containsEntry("Access-Control-Max-Age", "7200");
    }

    @Test
    void a_client_other_than_a_browser_needs_no_origin() {
        EmbedApi.Answer answer =
                api.send(EmbedApi.without(EmbedApi.sample("sign-up-by-text"), "Origin"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void a_sign_up_and_its_code_start_a_run() {
        Flow flow = api.embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.ONCE);
        EmbedApi.Answer signUp = api.send("sign-up-by-text");
        assertThat(api.embed.runs(flow)).isEmpty();
        assertThat(signUp.body()).doesNotContain(api.embed.textedCode());

        EmbedApi.Answer wrong =
                api.send(
                        EmbedApi.code(
                                signUp.verificationId(),
                                Map.of("code", EmbedWorld.otherThan(api.embed.textedCode()))));
        EmbedApi.Answer right =
                api.send(
                        EmbedApi.code(
                                signUp.verificationId(), Map.of("code", api.embed.textedCode())));
        EmbedApi.Answer again =
                api.send(
                        EmbedApi.code(
                                signUp.verificationId(), Map.of("code", api.embed.textedCode())));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"/code\"", "tries left: 4");
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.text("status")).isEqualTo("verified");
        assertThat(again).isEqualTo(right);
        assertThat(api.embed.runs(flow)).hasSize(1);
        EmbedApi.Answer known =
                api.send(
                        EmbedApi.ofPage(
                                Map.of(
                                        "type",
                                        "sms.opted_in",
                                        "consent",
                                        CONSENT,
                                        "fanToken",
                                        right.text("fanToken"))));
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.json()).containsOnlyKeys("id", "status");
    }

    @Test
    void known_and_unknown_numbers_get_the_same_response() {
        EmbedApi.Answer unknown = api.send("sign-up-by-text");
        EmbedApi other = new EmbedApi();
        FanId fan = other.world.fan(World.FAN_NUMBER);
        EmbedApi.Answer known = other.send("sign-up-by-text");

        assertThat(known.json().keySet()).isEqualTo(unknown.json().keySet());
        assertThat(known.status()).isEqualTo(unknown.status());
        assertThat(known.text("id")).isEqualTo(unknown.text("id"));
        assertThat(known.body()).doesNotContain(fan.value());
    }

    @Test
    void a_code_is_invalid_in_another_project() {
        EmbedApi.Answer signUp = api.send("sign-up-by-text");
        ProjectService.Created other =
                world.application
                        .management()
                        .projects()
                        .create("Other", Plan.PRO, "https://flows.example.com");
        APIGatewayProxyRequestEvent event =
                EmbedApi.code(signUp.verificationId(), Map.of("code", api.embed.textedCode()));
        event.setQueryStringParameters(Map.of("key", other.publishableKey().text()));

        assertThat(api.send(EmbedApi.without(event, "Origin")).status()).isEqualTo(404);
    }

    @Test
    void an_old_key_is_valid_until_it_ends() {
        PageAccessService pages = new PageAccessService(world.projects, world.ids, world.clock);
        pages.rotate(world.project, ApiKey.Kind.SECRET, Duration.ofHours(24));
        assertThat(api.send("server-event").status()).isEqualTo(200);

        world.clock.advance(Duration.ofHours(24));

        assertThat(api.send("server-event").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOOK", "EDIT", "OPERATE"})
    void a_key_of_a_role_sends_nothing(ApiKey.Kind kind) {
        PageAccessService pages = new PageAccessService(world.projects, world.ids, world.clock);
        String key = pages.rotate(world.project, kind, Duration.ZERO).key().text();
        APIGatewayProxyRequestEvent event = EmbedApi.sample("server-event");
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Authorization", "Bearer " + key);
        APIGatewayProxyRequestEvent inUrl =
                EmbedApi.without(EmbedApi.sample("server-event"), "Authorization")
                        .withQueryStringParameters(Map.of("key", key));

        EmbedApi.Answer refused = api.send(event.withHeaders(headers));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("not_allowed");
        assertThat(refused.text("detail")).contains("secret key", kind.wireName() + " key");
        assertThat(api.send(inUrl).status()).isEqualTo(401);
        pages.rotate(world.project, kind, Duration.ZERO);
        assertThat(api.send(event).status()).isEqualTo(401);
    }

    @Test
    void a_session_sends_nothing() {
        APIGatewayProxyRequestEvent event =
                EmbedApi.without(EmbedApi.sample("server-event"), "Authorization");
        ApiKey key = ApiKey.parse(EmbedApi.SECRET_KEY).orElseThrow();
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put(
                "Cookie",
                "af_session="
                        + new SessionToken(world.vault)
                                .issue(
                                        world.projects.find(world.project).orElseThrow(),
                                        key,
                                        world.clock.instant()));
        headers.put("X-Requested-By", "console");

        assertThat(api.send(event.withHeaders(headers)).status()).isEqualTo(401);
    }

    @Test
    void a_batch_keeps_its_order_and_an_invalid_event_affects_no_other() {
        Flow flow = onPreSave();
        List<Object> events = new ArrayList<>();
        IntStream.range(0, 97).forEach(number -> events.add(preSaved("e" + number)));
        events.add(Map.of("type", "release.presaved", "phone", "12"));
        events.add("no event");
        events.add(preSaved("e0"));

        EmbedApi.Answer answer = api.send(EmbedApi.ofServer(Map.of("events", events)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.results()).hasSize(100);
        for (int number = 0; number < 97; number++) {
            assertThat(answer.results().get(number))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                    .containsEntry("id", "api:e" + number)
                    .containsEntry("status", "accepted");
        }
        assertThat(answer.results().get(97).toString())
                .contains("refused", "/events/97/phone", "/events/97/id", "/events/97/releaseId");
        assertThat(answer.results().get(98).toString()).contains("refused", "/events/98");
        assertThat(answer.results().get(99).toString()).contains("refused", "/events/99/id");
        assertThat(api.embed.runs(flow)).hasSize(97);
    }

    @Test
    void a_repeated_batch_starts_nothing_again() {
        Flow flow = onPreSave();
        APIGatewayProxyRequestEvent batch =
                EmbedApi.ofServer(Map.of("events", List.of(preSaved("a"), preSaved("b"))));

        assertThat(api.send(batch)).isEqualTo(api.send(batch));

        assertThat(api.embed.runs(flow)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "null", "\"x\""})
    void an_invalid_batch_is_rejected_as_a_whole(String events) {
        EmbedApi.Answer answer =
                api.send(
                        EmbedApi.sample("server-event")
                                .withBody("{\"events\":%s,\"type\":\"x\"}".formatted(events)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"/events\"", "\"/type\"");
    }

    @Test
    void more_than_a_hundred_events_are_rejected_as_a_whole() {
        List<Object> events = new ArrayList<>();
        IntStream.range(0, 101).forEach(number -> events.add(preSaved("e" + number)));

        assertThat(api.send(EmbedApi.ofServer(Map.of("events", events))).status()).isEqualTo(400);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_batch_event_that_fails_unexpectedly_affects_no_other() {
        EmbedApi broken = new EmbedApi(new Interruption(3, false));
        List<Object> events = new ArrayList<>();
        IntStream.range(0, 5).forEach(number -> events.add(preSaved("e" + number)));

        EmbedApi.Answer answer = broken.send(EmbedApi.ofServer(Map.of("events", events)));

        assertThat(answer.results()).hasSize(5);
        assertThat(answer.results().stream().filter(it -> it.toString().contains("refused")))
                .singleElement()
                .satisfies(it -> assertThat(it.toString()).contains("internal_error"));
        assertThat(broken.log.toString(java.nio.charset.StandardCharsets.UTF_8))
                .contains("event of a batch failed");
    }

    @Test
    void fifty_concurrent_identical_events_start_one_run() {
        Flow flow = onPreSave();

        List<Integer> statuses =
                Together.run(50, _ -> api.send(EmbedApi.ofServer(preSaved("same"))).status());

        assertThat(statuses).containsOnly(200);
        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_page_has_a_smaller_size_limit_than_a_server() {
        Map<String, Object> large = new HashMap<>(preSaved("large"));
        large.put("page", "x".repeat(20_000));

        assertThat(api.send(EmbedApi.ofPage(large)).status()).isEqualTo(413);
        assertThat(api.send(EmbedApi.ofServer(large)).status()).isEqualTo(400);
        large.put("page", "x".repeat(300_000));
        assertThat(api.send(EmbedApi.ofServer(large)).status()).isEqualTo(413);
    }

    @Test
    void beyond_a_keys_rate_limit_the_response_says_when_to_retry() {
        EmbedApi limited =
                new EmbedApi(
                        RateLimits.parse("requests_per_publishable_key=1,events_per_secret_key=1"));
        limited.send("sign-up-by-text");
        limited.send("server-event");

        for (String name : List.of("sign-up-by-text", "server-event")) {
            EmbedApi.Answer answer = limited.send(name);
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text("code")).isEqualTo("rate_limited");
            assertThat(answer.headers().get("Retry-After")).matches("[1-9]|10");
        }
    }

    @Test
    void one_client_cannot_exhaust_a_publishable_keys_rate_limit() {
        EmbedApi limited =
                new EmbedApi(
                        RateLimits.parse(
                                "requests_per_publishable_key=40,requests_per_address=10"));
        List<Integer> statuses =
                IntStream.range(0, 60)
                        .map(_ -> limited.send("invalid-code").status())
                        .boxed()
                        .toList();
        APIGatewayProxyRequestEvent other = EmbedApi.sample("invalid-code");
        other.getRequestContext().getIdentity().setSourceIp("198.51.100.9");

        assertThat(statuses.stream().filter(it -> it != 429)).hasSize(10);
        assertThat(limited.send(other).status()).isNotEqualTo(429);
    }

    @Test
    void an_unknown_path_is_not_found_and_an_unsupported_method_is_reported() {
        assertThat(api.send(EmbedApi.sample("server-event").withResource("/v1/other")).status())
                .isEqualTo(404);
        EmbedApi.Answer answer = api.send(EmbedApi.sample("server-event").withHttpMethod("GET"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", "POST, OPTIONS");
    }
}
