package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.testkit.InMemoryRequestStore;

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
                        onFlow("pause", ApiWorld.DRAFT).header("Idempotency-Key", "b"))) {
            Answer refused = api.send(other);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("code")).isEqualTo("idempotency_key_reused");
        }
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

    private static Call segment(String name) {
        return Call.post("/v1/segments").body(Map.of("name", name));
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
