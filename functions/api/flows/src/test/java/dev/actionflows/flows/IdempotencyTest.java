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
    void a_request_that_comes_again_gets_its_first_answer_and_is_not_done_again() {
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
    void a_rotation_of_the_administrator_is_carried_out_once_and_shown_again() {
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
    void a_secret_key_that_was_rotated_at_once_gets_its_lost_answer_again_and_nothing_else() {
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
    void the_answer_to_a_rotation_is_for_nobody_but_the_key_that_asked_for_it() {
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
    void a_rotation_that_died_after_it_was_stored_is_told_to_the_key_that_it_ended() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeKeeping = true;
        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(500);
        requests.dieBeforeKeeping = false;
        assertThat(failing.send(Call.get("/v1/flows")).status()).isEqualTo(401);

        Answer told = failing.send(rotation("PT0S").header("Idempotency-Key", "a"));

        assertThat(told.status()).isEqualTo(201);
        assertThat(failing.send(Call.get("/v1/flows").key(told.text("key"))).status())
                .isEqualTo(200);
        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).body())
                .isEqualTo(told.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24H"})
    void a_rotation_that_is_carried_out_again_later_says_when_the_old_keys_really_end(
            String after) {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        Instant end = failing.world.clock.instant().plus(Duration.parse(after));
        requests.dieBeforeKeeping = true;
        failing.send(rotation(after).header("Idempotency-Key", "a"));
        requests.dieBeforeKeeping = false;
        failing.world.clock.advance(Duration.ofMinutes(2));

        Answer told = failing.send(rotation(after).header("Idempotency-Key", "a"));

        assertThat(told.status()).isEqualTo(201);
        assertThat(Instant.parse(told.text("oldKeysEndAt"))).isEqualTo(end);
    }

    @Test
    void a_key_that_was_ended_by_somebody_else_rotates_nothing_whatever_it_had_begun() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeKeeping = true;
        failing.send(rotation("PT0S").header("Idempotency-Key", "a"));
        requests.dieBeforeKeeping = false;
        Call byAdministrator = rotation("PT0S").key(ApiWorld.ADMINISTRATOR_KEY);
        String good = failing.send(byAdministrator).text("key");

        assertThat(failing.send(rotation("PT0S").header("Idempotency-Key", "a")).status())
                .isEqualTo(401);
        assertThat(failing.send(Call.get("/v1/flows").key(good)).status()).isEqualTo(200);
    }

    @Test
    void without_a_key_and_with_another_one_it_is_another_request() {
        assertThat(
                        List.of(
                                api.send(segment("New")).text("id"),
                                api.send(segment("New")).text("id"),
                                api.send(segment("New").header("Idempotency-Key", "a")).text("id"),
                                api.send(segment("New").header("Idempotency-Key", "b")).text("id")))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_answer_is_the_first_one_even_if_things_have_changed_since() {
        Answer activated =
                api.send(onFlow("activate", ApiWorld.DRAFT).header("Idempotency-Key", "a"));
        api.send(onFlow("pause", ApiWorld.DRAFT));

        Answer again = api.send(onFlow("activate", ApiWorld.DRAFT).header("Idempotency-Key", "a"));

        assertThat(again.body()).isEqualTo(activated.body());
        assertThat(api.send(Call.get("/v1/flows/{flowId}", ApiWorld.DRAFT)).text("status"))
                .isEqualTo("PAUSED");
    }

    @Test
    void the_same_key_with_another_body_path_or_operation_is_refused() {
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
    void what_is_put_under_a_key_is_put_once() {
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
    void a_question_takes_no_key_and_is_answered_anew() {
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
    void a_body_that_cannot_be_read_is_refused_and_leaves_its_key_free(String body) {
        Call broken =
                Call.post("/v1/segments")
                        .text("application/json", body)
                        .header("Idempotency-Key", "a");

        assertThat(api.send(broken).status()).isEqualTo(400);
        assertThat(api.send(segment("New").header("Idempotency-Key", "a")).status()).isEqualTo(201);
    }

    @Test
    void another_projects_key_of_the_same_name_has_nothing_to_do_with_it() {
        Answer here = api.send(segment("New").header("Idempotency-Key", "a"));
        Answer there =
                api.send(segment("Other").key(api.otherProject()).header("Idempotency-Key", "a"));

        assertThat(there.status()).isEqualTo(201);
        assertThat(there.text("id")).isNotEqualTo(here.text("id"));
    }

    @Test
    void a_stolen_idempotency_key_shows_nothing_to_whoever_has_no_key_of_the_project() {
        api.send(segment("New").header("Idempotency-Key", "a"));

        Answer refused =
                api.send(segment("New").without("Authorization").header("Idempotency-Key", "a"));

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void a_day_later_it_is_a_new_request() {
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
    void a_refused_request_leaves_its_key_free() {
        Answer refused = api.send(segment("").header("Idempotency-Key", "a"));
        Answer mended = api.send(segment("New").header("Idempotency-Key", "a"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(mended.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "caf\u00E9", "tab\t", "line\n"})
    void a_key_that_is_none_is_refused(String key) {
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
    void a_new_projects_keys_are_told_again_and_are_nowhere_in_the_clear() {
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
    void after_a_failure_that_may_have_done_it_the_same_request_makes_nothing_twice() {
        RememberingRequests requests = new RememberingRequests();
        ApiWorld failing = new ApiWorld(requests);
        requests.dieBeforeKeeping = true;
        Answer failed = failing.send(segment("New").header("Idempotency-Key", "a"));
        requests.dieBeforeKeeping = false;
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
    void of_the_same_request_many_times_at_once_one_is_carried_out() throws Exception {
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

    /** What is stored, to be looked at. */
    private static final class RememberingRequests implements RequestStore {
        private final RequestStore store = new InMemoryRequestStore();
        private final List<KeptAnswer> answers = new ArrayList<>();
        private final List<String> fingerprints = new ArrayList<>();
        private boolean dieBeforeKeeping;

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
            if (dieBeforeKeeping) {
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
