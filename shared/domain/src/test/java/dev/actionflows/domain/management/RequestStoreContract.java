package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.management.RequestStore.Begun;
import dev.actionflows.domain.management.RequestStore.KeptAnswer;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The contract of {@link RequestStore} implementations. */
public abstract class RequestStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LEASE_END = NOW.plus(RequestStore.LEASE);
    private static final Begun UNDER_WAY = new Begun.UnderWay();

    private final RequestStore requests;
    private final String request = Samples.nonce();
    private final KeptAnswer answer = new KeptAnswer(Samples.projectId(), Samples.sealed());

    protected RequestStoreContract(RequestStore requests) {
        this.requests = requests;
    }

    @Test
    void a_new_request_belongs_to_its_attempt() {
        assertThat(begin("one", NOW)).isEqualTo(new Begun.Mine("one"));
        assertThat(requests.begin(Samples.nonce(), "print", "two", NOW))
                .isEqualTo(new Begun.Mine("two"));
    }

    @Test
    void a_second_attempt_waits_while_the_first_is_in_progress() {
        begin("one", NOW);

        assertThat(begin("two", LEASE_END.minusMillis(1))).isEqualTo(UNDER_WAY);
    }

    @Test
    void an_attempt_can_begin_again_after_its_response_was_lost() {
        begin("one", NOW);

        assertThat(begin("one", NOW)).isEqualTo(new Begun.Mine("one"));
    }

    @Test
    void a_finished_request_returns_its_response_for_a_day() {
        begin("one", NOW);
        requests.finish(request, "one", answer);
        Instant forgotten = NOW.plus(RequestStore.KEPT);

        assertThat(begin("two", NOW)).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", LEASE_END)).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", forgotten.minusMillis(1))).isEqualTo(new Begun.Done(answer));
        assertThat(begin("two", forgotten)).isEqualTo(new Begun.Mine("two"));
    }

    @Test
    void reusing_a_key_for_another_request_is_always_detected() {
        begin("one", NOW);
        assertThat(other(NOW)).isEqualTo(new Begun.OtherRequest());
        assertThat(other(LEASE_END)).isEqualTo(new Begun.OtherRequest());

        requests.finish(request, "one", answer);
        assertThat(other(LEASE_END)).isEqualTo(new Begun.OtherRequest());
    }

    @Test
    void an_expired_attempt_is_taken_over_with_its_seed() {
        begin("one", NOW);

        assertThat(begin("two", LEASE_END)).isEqualTo(new Begun.Mine("one"));
        assertThat(begin("three", LEASE_END)).isEqualTo(UNDER_WAY);
    }

    @Test
    void only_one_concurrent_attempt_takes_over_an_expired_one() {
        begin("one", NOW);

        List<Begun> begun = Together.run(4, number -> begin("after" + number, LEASE_END));

        assertThat(begun).containsOnlyOnce(new Begun.Mine("one"));
        assertThat(begun.stream().filter(UNDER_WAY::equals)).hasSize(3);
    }

    @Test
    void only_one_of_several_concurrent_attempts_begins() {
        List<Begun> begun = Together.run(4, number -> begin("at once" + number, NOW));

        assertThat(begun.stream().filter(UNDER_WAY::equals)).hasSize(3);
    }

    @Test
    void an_attempt_that_was_taken_over_can_no_longer_change_the_request() {
        begin("one", NOW);
        begin("two", LEASE_END);

        requests.finish(request, "one", answer);
        requests.giveBack(request, "one");
        requests.forget(request, "one");

        assertThat(begin("three", LEASE_END)).isEqualTo(UNDER_WAY);
    }

    @Test
    void a_released_request_can_be_retried_immediately_with_its_seed() {
        begin("one", NOW);
        requests.giveBack(request, "one");

        assertThat(begin("two", NOW)).isEqualTo(new Begun.Mine("one"));
    }

    @Test
    void only_a_request_that_began_and_is_still_kept_is_known() {
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
