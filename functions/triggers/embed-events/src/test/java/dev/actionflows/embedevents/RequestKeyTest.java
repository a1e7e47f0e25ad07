package dev.actionflows.embedevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.lambda.http.RequestHasher;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effect of an {@code Idempotency-Key} on events and codes. */
class RequestKeyTest {
    private static final Map<String, Object> CONSENT = Map.of("wording", "Yes", "version", "1");

    private static final PhoneNumber OTHER_NUMBER = new PhoneNumber("+14155550199");

    private final EmbedApi api = new EmbedApi();
    private final Flow flow = onPreSave(api);

    private static Flow onPreSave(EmbedApi api) {
        return api.embed.flowOn(
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED,
                        Optional.of(EmbedApi.RELEASE),
                        Optional.empty()),
                ReEntry.EVERY_EVENT);
    }

    private static Map<String, Object> preSaved(PhoneNumber phone) {
        return Map.of(
                "type",
                "release.presaved",
                "phone",
                phone.e164(),
                "releaseId",
                EmbedApi.RELEASE.value());
    }

    private static Map<String, Object> withId(String id) {
        Map<String, Object> event = new HashMap<>(preSaved(World.FAN_NUMBER));
        event.put("id", id);
        return event;
    }

    private static APIGatewayProxyRequestEvent under(
            String key, APIGatewayProxyRequestEvent event) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Idempotency-Key", key);
        return event.withHeaders(headers);
    }

    private EmbedApi.Answer server(String key, Map<String, ?> body) {
        return api.send(under(key, EmbedApi.ofServer(body)));
    }

    @Test
    void requests_with_the_same_key_and_no_id_are_one_event() {
        EmbedApi.Answer first = server("order-1", preSaved(World.FAN_NUMBER));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text("id")).matches("api:key-[0-9a-f]{32}");
        assertThat(server("order-1", preSaved(World.FAN_NUMBER))).isEqualTo(first);
        assertThat(api.embed.runs(flow)).hasSize(1);
        assertThat(server("order-2", preSaved(World.FAN_NUMBER)).text("id"))
                .isNotEqualTo(first.text("id"));
        assertThat(api.embed.runs(flow)).hasSize(2);
    }

    @Test
    void fifty_concurrent_identical_requests_are_one_event() {
        List<EmbedApi.Answer> answers =
                Together.run(50, _ -> server("order-1", preSaved(World.FAN_NUMBER)));

        assertThat(answers).extracting(EmbedApi.Answer::status).containsOnly(200);
        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void the_same_key_with_another_event_is_rejected_without_effect() {
        server("order-1", preSaved(World.FAN_NUMBER));

        EmbedApi.Answer other = server("order-1", preSaved(OTHER_NUMBER));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
        assertThat(api.embed.runs(flow)).hasSize(1);
        api.world.clock.advance(Duration.ofHours(24));
        assertThat(server("order-1", preSaved(OTHER_NUMBER)).status()).isEqualTo(200);
        assertThat(api.embed.runs(flow)).hasSize(2);
    }

    @Test
    void a_rejected_event_releases_its_key() {
        Map<String, Object> unknown = new HashMap<>(preSaved(World.FAN_NUMBER));
        unknown.put("releaseId", "rel_0000000000000000");
        assertThat(server("order-1", unknown).status()).isEqualTo(400);

        assertThat(server("order-1", preSaved(World.FAN_NUMBER)).status()).isEqualTo(200);
    }

    @Test
    void a_retry_after_a_crash_at_any_call_leads_to_one_run() {
        int status = 500;
        for (int call = 1; status != 200; call++) {
            EmbedApi broken = new EmbedApi(new Interruption(call, true));
            Flow once = onPreSave(broken);
            APIGatewayProxyRequestEvent event =
                    under("order-1", EmbedApi.ofServer(preSaved(World.FAN_NUMBER)));
            status = broken.send(event).status();
            broken.world.clock.advance(Duration.ofSeconds(1));

            if (status != 200) {
                assertThat(broken.send(event).status()).as("call %d", call).isEqualTo(200);
            }
            assertThat(broken.embed.runs(once)).as("call %d", call).hasSize(1);
            assertThat(call).isLessThan(10);
        }
    }

    @Test
    void an_event_with_an_id_is_identified_by_it_and_its_key_still_counts() {
        server("order-1", withId("own"));

        assertThat(server("order-1", withId("own")).text("id")).isEqualTo("api:own");
        assertThat(server("order-1", withId("other")).status()).isEqualTo(422);
        assertThat(server("order-2", withId("own")).status()).isEqualTo(200);
        assertThat(api.embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_key_used_for_another_request_of_the_project_is_rejected() {
        RequestHasher hasher = new RequestHasher(api.world.keys);
        api.world.requests.begin(
                hasher.key(api.world.project.value(), "order-1"),
                "a new segment",
                "attempt",
                api.world.clock.instant());

        for (Map<String, ?> body :
                List.of(
                        preSaved(World.FAN_NUMBER),
                        withId("own"),
                        Map.of("events", List.of(withId("own"))))) {
            assertThat(server("order-1", body).text("code")).isEqualTo("idempotency_key_reused");
        }
        assertThat(api.embed.runs(flow)).isEmpty();
    }

    @Test
    void a_code_sent_by_a_server_uses_its_key_too() {
        String id = api.send("sign-up-by-text").verificationId();
        server("order-1", preSaved(World.FAN_NUMBER));
        Map<String, Object> code = Map.of("code", api.embed.textedCode());
        APIGatewayProxyRequestEvent typed = EmbedApi.code(id, code);
        typed.withHeaders(
                Map.of(
                        "Authorization",
                        "Bearer " + EmbedApi.SECRET_KEY,
                        "Content-Type",
                        "application/json"));

        assertThat(api.send(under("order-1", typed)).status()).isEqualTo(422);
        assertThat(api.send(under("order-2", typed)).status()).isEqualTo(200);
        assertThat(api.send(under("order-2", typed)).status()).isEqualTo(200);
    }

    @Test
    void an_id_reused_for_another_event_is_rejected_alone_and_in_a_batch() {
        EmbedApi.Answer first = api.send(EmbedApi.ofServer(withId("own")));
        Map<String, Object> other = withId("own");
        other.put("phone", OTHER_NUMBER.e164());

        EmbedApi.Answer alone = api.send(EmbedApi.ofServer(other));
        EmbedApi.Answer batch =
                api.send(EmbedApi.ofServer(Map.of("events", List.of(other, withId("new")))));

        assertThat(alone.status()).isEqualTo(422);
        assertThat(alone.text("code")).isEqualTo("event_id_reused");
        assertThat(batch.results().get(0).toString()).contains("refused", "event_id_reused");
        assertThat(batch.results().get(1).toString()).contains("accepted");
        assertThat(api.send(EmbedApi.ofServer(withId("own")))).isEqualTo(first);
        assertThat(api.embed.runs(flow)).hasSize(2);
    }

    @Test
    void a_malformed_event_leaves_its_key_unused() {
        for (String body : List.of("{\"type\":1e99999999999}", "{", "{\"id\":\"\uFFFD\"}")) {
            APIGatewayProxyRequestEvent broken = EmbedApi.ofServer(Map.of()).withBody(body);
            EmbedApi.Answer answer = api.send(under("order-1", broken));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("code")).isEqualTo("malformed_request");
        }

        assertThat(server("order-1", preSaved(World.FAN_NUMBER)).status()).isEqualTo(200);
    }

    @Test
    void events_of_a_batch_are_identified_by_key_and_position() {
        List<Object> events = new ArrayList<>();
        events.add(preSaved(World.FAN_NUMBER));
        events.add(withId("own"));
        events.add(preSaved(World.FAN_NUMBER));
        events.add(Map.of("type", "release.presaved"));

        EmbedApi.Answer first = server("batch-1", Map.of("events", events));

        assertThat(first.results()).hasSize(4);
        assertThat(first.results().get(0).toString()).contains("api:key-", "-0", "accepted");
        assertThat(first.results().get(1).toString()).contains("api:own", "accepted");
        assertThat(first.results().get(2).toString()).contains("api:key-", "-2", "accepted");
        assertThat(first.results().get(3).toString()).contains("api:key-", "-3", "refused");
        assertThat(server("batch-1", Map.of("events", events))).isEqualTo(first);
        assertThat(api.embed.runs(flow)).hasSize(3);
        assertThat(server("batch-1", Map.of("events", events.reversed())).status()).isEqualTo(422);
        assertThat(server("batch-2", Map.of("events", events)).status()).isEqualTo(200);
        assertThat(api.embed.runs(flow)).hasSize(5);
    }

    @Test
    void an_invalid_key_is_rejected_by_every_operation() {
        for (String key : List.of("", "two words", "ключ", "k".repeat(256))) {
            for (String sample : List.of("server-event", "batch", "sign-up-by-text")) {
                EmbedApi.Answer answer = api.send(under(key, EmbedApi.sample(sample)));
                assertThat(answer.status()).as("%s of %s", key, sample).isEqualTo(400);
                assertThat(answer.body()).contains("\"/Idempotency-Key\"");
            }
            assertThat(api.send(under(key, EmbedApi.sample("invalid-code"))).body())
                    .contains("\"/Idempotency-Key\"");
        }
    }

    @Test
    void a_repeated_sign_up_with_a_key_sends_one_code() {
        Map<String, Object> signUp =
                Map.of(
                        "type",
                        "sms.opted_in",
                        "phone",
                        World.FAN_NUMBER.e164(),
                        "consent",
                        CONSENT);
        EmbedApi.Answer first = api.send(under("click-1", EmbedApi.ofPage(signUp)));

        assertThat(first.status()).isEqualTo(202);
        assertThat(api.send(under("click-1", EmbedApi.ofPage(signUp)))).isEqualTo(first);
        assertThat(api.embed.textsTo(World.FAN_NUMBER)).hasSize(1);
        assertThat(api.send(EmbedApi.ofPage(signUp)).verificationId())
                .isNotEqualTo(first.verificationId());
    }

    @Test
    void fans_with_the_same_key_do_not_conflict() {
        for (PhoneNumber phone : List.of(World.FAN_NUMBER, OTHER_NUMBER)) {
            EmbedApi.Answer answer =
                    api.send(
                            under(
                                    "click-1",
                                    EmbedApi.ofPage(
                                            Map.of(
                                                    "type",
                                                    "sms.opted_in",
                                                    "phone",
                                                    phone.e164(),
                                                    "consent",
                                                    CONSENT))));
            assertThat(answer.status()).isEqualTo(202);
            assertThat(api.embed.textsTo(phone)).hasSize(1);
        }
    }

    @Test
    void a_lost_response_to_a_code_is_replayed_for_its_key_even_later() {
        String id = api.send("sign-up-by-text").verificationId();
        Map<String, Object> code = Map.of("code", api.embed.textedCode());
        EmbedApi.Answer right = api.send(under("try-1", EmbedApi.code(id, code)));
        api.world.clock.advance(Duration.ofMinutes(11));

        assertThat(api.send(EmbedApi.code(id, code)).status()).isEqualTo(409);
        assertThat(api.send(under("try-2", EmbedApi.code(id, code))).status()).isEqualTo(409);
        assertThat(api.send(under("try-1", EmbedApi.code(id, code)))).isEqualTo(right);
        assertThat(right.status()).isEqualTo(200);
    }

    @Test
    void a_repeated_wrong_code_with_a_key_is_one_try() {
        String id = api.send("sign-up-by-text").verificationId();
        String right = api.embed.textedCode();
        Map<String, Object> wrong = Map.of("code", EmbedWorld.otherThan(right));

        for (int times = 0; times < 7; times++) {
            assertThat(api.send(under("try-1", EmbedApi.code(id, wrong))).body())
                    .contains("tries left: 4");
        }
        assertThat(api.send(under("try-1", EmbedApi.code(id, Map.of("code", right)))).status())
                .isEqualTo(200);
    }
}
