package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.management.InMemoryRequestStore;
import dev.actionflows.domain.management.RequestStore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class IdempotencyTest {
    private static final String REPLAYED = "Idempotency-Replayed";

    private final ApiWorld api = new ApiWorld();

    @Test
    void a_repeated_request_gets_the_first_response_and_is_not_executed_again() {
        Answer first = api.send(segment("New").header("Idempotency-Key", "a"));
        Answer second = api.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.headers()).doesNotContainKey(REPLAYED);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers()).containsAllEntriesOf(first.headers());
        assertThat(second.headers()).containsEntry(REPLAYED, "true");
    }

    @Test
    void a_rotation_by_the_administrator_is_executed_once_and_replayed() {
        Call rotation =
                Call.post(
                                "/v1/projects/{projectId}/keys/{kind}/rotate",
                                ApiWorld.PROJECT,
                                "publishable")
                        .key(ApiWorld.ADMINISTRATOR_KEY)
                        .body(Map.of())
                        .header("Idempotency-Key", "a");

        Answer first = api.send(rotation);
        Answer second = api.send(rotation);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void a_secret_key_that_ended_at_once_only_gets_its_rotations_response() {
        Answer first = api.send(rotation("PT0S").header("Idempotency-Key", "a"));
        Answer again = api.send(rotation("PT0S").header("Idempotency-Key", "a"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers()).containsEntry(REPLAYED, "true");
        assertThat(api.send(Call.get("/v1/flows").key(again.text("key"))).status()).isEqualTo(200);
        for (Call other :
                List.of(
                        rotation("PT0S"),
                        rotation("PT0S").header("Idempotency-Key", "b"),
                        rotation("PT1S").header("Idempotency-Key", "a"),
                        rotation("publishable", "PT0S").header("Idempotency-Key", "a"),
                        segment("New").header("Idempotency-Key", "a"),
                        Call.get("/v1/flows").header("Idempotency-Key", "a"))) {
            assertThat(api.send(other).status()).as(other.event.getBody()).isEqualTo(401);
        }
        api.world.clock.advance(RequestStore.KEPT);
        assertThat(api.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(401);
    }

    @Test
    void a_rotations_response_is_replayed_only_to_the_key_that_requested_it() {
        String before = api.send(rotation("PT1H")).text("key");
        api.send(rotation("PT0S").key(before).header("Idempotency-Key", "a"));

        assertThat(api.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(401);
        assertThat(
                        api.send(
                                        rotation("PT0S")
                                                .key(
                                                        ApiWorld.SECRET_KEY.replace(
                                                                "Sample", "Simple"))
                                                .header("Idempotency-Key", "a"))
                                .status())
                .isEqualTo(401);
        assertThat(api.send(rotation("PT0S").key(before).header("Idempotency-Key", "a")).status())
                .isEqualTo(201);
    }

    @Test
    void a_rotation_that_died_after_being_stored_is_replayed_to_the_ended_key() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeStoring = true;
        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(500);
        requests.dieBeforeStoring = false;
        assertThat(failing.send(Call.get("/v1/flows")).status()).isEqualTo(401);

        Answer replayed = failing.send(rotation("PT0S").header("Idempotency-Key", "a"));

        assertThat(replayed.status()).isEqualTo(201);
        assertThat(failing.send(Call.get("/v1/flows").key(replayed.text("key"))).status())
                .isEqualTo(200);
        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).body())
                .isEqualTo(replayed.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24H"})
    void a_rotation_retried_later_reports_the_actual_end_of_the_old_keys(String after) {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        Instant end = failing.world.clock.instant().plus(Duration.parse(after));
        requests.dieBeforeStoring = true;
        failing.send(rotation(after).header("Idempotency-Key", "a"));
        requests.dieBeforeStoring = false;
        failing.world.clock.advance(Duration.ofMinutes(2));

        Answer replayed = failing.send(rotation(after).header("Idempotency-Key", "a"));

        assertThat(replayed.status()).isEqualTo(201);
        assertThat(Instant.parse(replayed.text("oldKeysEndAt"))).isEqualTo(end);
    }

    @Test
    void a_key_ended_by_the_administrator_cannot_resume_its_own_rotation() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeStoring = true;
        failing.send(rotation("PT0S").header("Idempotency-Key", "a"));
        requests.dieBeforeStoring = false;
        Call byAdministrator = rotation("PT0S").key(ApiWorld.ADMINISTRATOR_KEY);
        String good = failing.send(byAdministrator).text("key");

        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(401);
        assertThat(failing.send(Call.get("/v1/flows").key(good)).status()).isEqualTo(200);
    }

    @Test
    void a_test_of_a_webhook_that_is_repeated_later_is_the_same_delivery() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        Call test = Call.post("/v1/webhooks/{webhookId}/test", ApiWorld.WEBHOOK);
        requests.dieBeforeStoring = true;
        failing.send(test.header("Idempotency-Key", "a"));
        requests.dieBeforeStoring = false;
        failing.world.clock.advance(Duration.ofMinutes(2));

        Answer repeated = failing.send(test.header("Idempotency-Key", "a"));

        assertThat(repeated.status()).isEqualTo(202);
        assertThat(failing.queued)
                .hasSize(2)
                .extracting(it -> it.event().value())
                .containsOnly(repeated.text("id"));
    }

    @Test
    void no_key_or_a_different_key_means_a_different_request() {
        assertThat(
                        List.of(
                                api.send(segment("New")).text("id"),
                                api.send(segment("New")).text("id"),
                                api.send(segment("New").header("Idempotency-Key", "a")).text("id"),
                                api.send(segment("New").header("Idempotency-Key", "b")).text("id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_first_response_is_replayed_even_if_the_state_has_changed_since() {
        Answer activated =
                api.send(onFlow("activate", ApiWorld.DRAFT).header("Idempotency-Key", "a"));
        api.send(onFlow("pause", ApiWorld.DRAFT));

        Answer again = api.send(onFlow("activate", ApiWorld.DRAFT).header("Idempotency-Key", "a"));

        assertThat(again.body()).isEqualTo(activated.body());
        assertThat(api.send(Call.get("/v1/flows/{flowId}", ApiWorld.DRAFT)).text("status"))
                .isEqualTo("PAUSED");
    }

    @Test
    void the_same_key_with_another_body_path_or_operation_is_rejected() {
        api.send(segment("New").header("Idempotency-Key", "a"));
        api.send(onFlow("activate", ApiWorld.DRAFT).header("Idempotency-Key", "b"));

        for (Call other :
                List.of(
                        segment("Other").header("Idempotency-Key", "a"),
                        Call.post("/v1/fans")
                                .body(Map.of("name", "New"))
                                .header("Idempotency-Key", "a"),
                        onFlow("activate", ApiWorld.FLOW).header("Idempotency-Key", "b"),
                        Call.put("/v1/projects/{projectId}/embed", ApiWorld.PROJECT)
                                .body(Map.of("allowedOrigins", List.of()))
                                .header("Idempotency-Key", "a"),
                        Call.delete("/v1/projects/{projectId}/instagram", ApiWorld.PROJECT)
                                .header("Idempotency-Key", "a"),
                        onFlow("pause", ApiWorld.DRAFT).header("Idempotency-Key", "b"))) {
            Answer refused = api.send(other);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("code")).isEqualTo("idempotency_key_reused");
        }
    }

    @Test
    void a_put_with_a_key_is_executed_once() {
        Call first = embed("https://one.example").header("Idempotency-Key", "a");
        Answer answer = api.send(first);
        api.send(embed("https://two.example"));

        Answer again = api.send(embed("https://one.example").header("Idempotency-Key", "a"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(api.send(Call.get("/v1/projects/{projectId}/embed", ApiWorld.PROJECT)).body())
                .contains("two.example");
        assertThat(api.send(embed("https://three.example").header("Idempotency-Key", "a")).status())
                .isEqualTo(422);
    }

    @Test
    void a_get_ignores_the_key() {
        api.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(api.send(Call.get("/v1/flows").header("Idempotency-Key", "a")).headers())
                .doesNotContainKey(REPLAYED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":1e99999999999}",
                "{\"name\":",
                "{\"name\":\"Caf\uFFFD\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"\\u0000\"}",
                "{\"name\":\"New\",\"name\":\"New\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            })
    void a_malformed_body_is_rejected_and_leaves_its_key_unused(String body) {
        Call broken =
                Call.post("/v1/segments")
                        .text("application/json", body)
                        .header("Idempotency-Key", "a");

        assertThat(api.send(broken).status()).isEqualTo(400);
        assertThat(api.send(segment("New").header("Idempotency-Key", "a")).status()).isEqualTo(201);
    }

    @Test
    void keys_of_different_projects_are_independent() {
        Answer here = api.send(segment("New").header("Idempotency-Key", "a"));
        Answer there =
                api.send(segment("Other").key(api.otherProject()).header("Idempotency-Key", "a"));

        assertThat(there.status()).isEqualTo(201);
        assertThat(there.text("id")).isNotEqualTo(here.text("id"));
    }

    @Test
    void an_idempotency_key_replays_nothing_without_the_projects_key() {
        api.send(segment("New").header("Idempotency-Key", "a"));

        Answer refused =
                api.send(segment("New").without("Authorization").header("Idempotency-Key", "a"));

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void a_key_expires_after_a_day() {
        Answer first = api.send(segment("New").header("Idempotency-Key", "a"));
        api.world.clock.advance(RequestStore.KEPT.minusMillis(1));
        Answer dayAfter = api.send(segment("New").header("Idempotency-Key", "a"));
        api.world.clock.advance(Duration.ofMillis(1));
        Answer later = api.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(dayAfter.text("id")).isEqualTo(first.text("id"));
        assertThat(later.text("id")).isNotEqualTo(first.text("id"));
        assertThat(later.headers()).doesNotContainKey(REPLAYED);
    }

    @Test
    void a_rejected_request_leaves_its_key_unused() {
        Answer refused = api.send(segment("").header("Idempotency-Key", "a"));
        Answer corrected = api.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(corrected.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "caf\u00E9", "tab\t", "line\n"})
    void an_invalid_key_is_rejected(String key) {
        Answer refused = api.send(segment("New").header("Idempotency-Key", key));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers()).containsExactly("/Idempotency-Key");
    }

    @Test
    void a_key_has_at_most_255_characters() {
        assertThat(
                        List.of(
                                api.send(segment("New").header("Idempotency-Key", "~".repeat(255)))
                                        .status(),
                                api.send(segment("New").header("Idempotency-Key", "~".repeat(256)))
                                        .status()))
                .containsExactly(201, 400);
    }

    @Test
    void a_new_projects_keys_are_replayed_and_never_stored_in_plaintext() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld watched = new ApiWorld(requests);

        Answer first = watched.send(project().header("Idempotency-Key", "a"));
        Answer second = watched.send(project().header("Idempotency-Key", "a"));

        assertThat(first.text("secretKey")).startsWith("sk_");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(requests.answers).hasSize(1);
        assertThat(requests.answers.getFirst().text().base64()).doesNotContain("sk_");
        assertThat(requests.fingerprints)
                .allSatisfy(fingerprint -> assertThat(fingerprint).matches("[0-9a-f]{64}"));
        assertThat(
                        watched.send(
                                        segment("New")
                                                .key(second.text("secretKey"))
                                                .header("Idempotency-Key", "a"))
                                .status())
                .isEqualTo(201);
    }

    @Test
    void a_retry_after_an_ambiguous_failure_creates_nothing_twice() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeStoring = true;
        Answer failed = failing.send(segment("New").header("Idempotency-Key", "a"));
        requests.dieBeforeStoring = false;
        Answer again = failing.send(segment("New").header("Idempotency-Key", "a"));
        Answer third = failing.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(failed.status()).isEqualTo(500);
        assertThat(again.status()).isEqualTo(201);
        assertThat(failing.world.catalog.segments(failing.world.project))
                .filteredOn(segment -> segment.name().equals("New"))
                .hasSize(1);
        assertThat(third.body()).isEqualTo(again.body());
    }

    @Test
    void one_of_many_concurrent_identical_requests_is_executed() throws Exception {
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(() -> api.send(segment("Once").header("Idempotency-Key", "a")));
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(12)) {
            for (Future<Answer> answer : executor.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).allSatisfy(it -> assertThat(it.status()).isIn(201, 409));
        assertThat(answers.stream().filter(it -> it.status() == 201).map(Answer::body).distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(it -> it.status() == 409))
                .allSatisfy(
                        it -> {
                            assertThat(it.text("code")).isEqualTo("request_in_progress");
                            assertThat(it.headers()).containsEntry("Retry-After", "1");
                        });
        assertThat(api.world.catalog.segments(api.world.project))
                .filteredOn(segment -> segment.name().equals("Once"))
                .hasSize(1);
    }

    private static Call rotation(String revokeOldAfter) {
        return rotation("secret", revokeOldAfter);
    }

    private static Call rotation(String kind, String revokeOldAfter) {
        return Call.post("/v1/projects/{projectId}/keys/{kind}/rotate", ApiWorld.PROJECT, kind)
                .body(Map.of("revokeOldAfter", revokeOldAfter));
    }

    private static Call segment(String name) {
        return Call.post("/v1/segments").body(Map.of("name", name));
    }

    private static Call embed(String origin) {
        return Call.put("/v1/projects/{projectId}/embed", ApiWorld.PROJECT)
                .body(Map.of("allowedOrigins", List.of(origin)));
    }

    private static Call project() {
        return Call.post("/v1/projects")
                .key(ApiWorld.ADMINISTRATOR_KEY)
                .body(Map.of("name", "Nova"));
    }

    private static Call onFlow(String operation, String flow) {
        return Call.post("/v1/flows/{flowId}/" + operation, flow);
    }

    /** Exposes what is stored. */
    private static final class RememberingRequests implements RequestStore {
        private final RequestStore store = new InMemoryRequestStore();
        private final List<KeptAnswer> answers = new ArrayList<>();
        private final List<String> fingerprints = new ArrayList<>();
        private boolean dieBeforeStoring;

        @Override
        public Begun begin(String request, String fingerprint, String attempt, Instant now) {
            fingerprints.add(request);
            fingerprints.add(fingerprint);
            return store.begin(request, fingerprint, attempt, now);
        }

        @Override
        public boolean isKnown(String request, String fingerprint, Instant now) {
            return store.isKnown(request, fingerprint, now);
        }

        @Override
        public void finish(String request, String attempt, KeptAnswer answer) {
            if (dieBeforeStoring) {
                throw new IllegalStateException("the table is gone");
            }
            answers.add(answer);
            store.finish(request, attempt, answer);
        }

        @Override
        public void forget(String request, String attempt) {
            store.forget(request, attempt);
        }

        @Override
        public void giveBack(String request, String attempt) {
            store.giveBack(request, attempt);
        }
    }
}
