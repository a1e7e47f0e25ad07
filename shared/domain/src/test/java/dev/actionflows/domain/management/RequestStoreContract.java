package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.management.RequestStore.Begun;
import dev.actionflows.domain.management.RequestStore.KeptAnswer;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** What every {@link RequestStore} does. */
public abstract class RequestStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LEASE_OVER = NOW.plus(RequestStore.LEASE);
    private static final Begun UNDER_WAY = new Begun.UnderWay();

    private final RequestStore requests;
    private final String request = Samples.nonce();
    private final KeptAnswer answer = new KeptAnswer(Samples.projectId(), Samples.sealed());

    protected RequestStoreContract(RequestStore requests) {
        this.requests = requests;
    }

    @Test
    void a_new_request_is_the_callers_own() {
        assertThat(begin("one", NOW)).isEqualTo(new Begun.Mine("one"));
        assertThat(requests.begin(Samples.nonce(), "print", "two", NOW))
                .isEqualTo(new Begun.Mine("two"));
    }

    @Test
    void a_second_one_waits_while_the_first_is_under_way() {
        begin("one", NOW);

        assertThat(begin("two", LEASE_OVER.minusMillis(1))).isEqualTo(UNDER_WAY);
    }

    @Test
    void an_attempt_whose_answer_was_lost_still_has_it() {
        begin("one", NOW);

        assertThat(begin("one", NOW)).isEqualTo(new Begun.Mine("one"));
    }

    @Test
    void what_was_answered_once_is_answered_again_for_a_day() {
        begin("one", NOW);
        requests.finish(request, "one", answer);
        Instant forgotten = NOW.plus(RequestStore.KEPT);

        assertThat(begin("two", NOW)).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", LEASE_OVER)).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", forgotten.minusMillis(1))).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", forgotten)).isEqualTo(new Begun.Mine("two"));
    }

    @Test
    void the_same_key_with_something_else_is_noticed_at_any_time() {
        begin("one", NOW);
        assertThat(other(NOW)).isEqualTo(new Begun.OtherRequest());
        assertThat(other(LEASE_OVER)).isEqualTo(new Begun.OtherRequest());

        requests.finish(request, "one", answer);
        assertThat(other(LEASE_OVER)).isEqualTo(new Begun.OtherRequest());
    }

    @Test
    void a_dead_attempt_is_taken_over_with_its_seed() {
        begin("one", NOW);

        assertThat(begin("two", LEASE_OVER)).isEqualTo(new Begun.Mine("one"));
        assertThat(begin("three", LEASE_OVER)).isEqualTo(UNDER_WAY);
    }

    @Test
    void of_those_who_find_a_dead_attempt_one_takes_it_over() {
        begin("one", NOW);

        List<Begun> begun = Together.run(4, number -> begin("after" + number, LEASE_OVER));

        assertThat(begun).containsOnlyOnce(new Begun.Mine("one"));
        assertThat(begun.stream().filter(UNDER_WAY::equals)).hasSize(3);
    }

    @Test
    void of_those_who_begin_at_once_one_has_it() {
        List<Begun> begun = Together.run(4, number -> begin("at once" + number, NOW));

        assertThat(begun.stream().filter(UNDER_WAY::equals)).hasSize(3);
    }

    @Test
    void who_was_taken_for_dead_changes_nothing_any_more() {
        begin("one", NOW);
        begin("two", LEASE_OVER);

        requests.finish(request, "one", answer);
        requests.giveBack(request, "one");
        requests.forget(request, "one");

        assertThat(begin("three", LEASE_OVER)).isEqualTo(UNDER_WAY);
    }

    @Test
    void a_request_that_was_given_back_is_tried_again_at_once_with_its_seed() {
        begin("one", NOW);
        requests.giveBack(request, "one");

        assertThat(begin("two", NOW)).isEqualTo(new Begun.Mine("one"));
    }

    @Test
    void what_was_begun_is_known_while_it_is_remembered_and_nothing_else_is() {
        assertThat(requests.isKnown(request, "print", NOW)).isFalse();
        begin("one", NOW);

        assertThat(requests.isKnown(request, "print", NOW)).isTrue();
        assertThat(requests.isKnown(request, "other print", NOW)).isFalse();
        assertThat(requests.isKnown(Samples.nonce(), "print", NOW)).isFalse();
        requests.finish(request, "one", answer);
        Instant forgotten = NOW.plus(RequestStore.KEPT);
        assertThat(requests.isKnown(request, "print", forgotten.minusMillis(1))).isTrue();
        assertThat(requests.isKnown(request, "print", forgotten)).isFalse();
    }

    @Test
    void a_forgotten_request_is_new() {
        begin("one", NOW);
        requests.forget(request, "one");

        assertThat(other(NOW)).isEqualTo(new Begun.Mine("other"));
    }

    private Begun begin(String attempt, Instant now) {
        return requests.begin(request, "print", attempt, now);
    }

    private Begun other(Instant now) {
        return requests.begin(request, "other print", "other", now);
    }
}
