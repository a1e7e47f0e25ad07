package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.run.ExecutionStarter;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a fan last wrote, which decides for how long the project may answer. */
class InstagramWindowTest extends InstagramFixture {
    private final Instant now = world.clock.instant();

    private static InstagramEvent.DirectMessage sent(String id, String text, Instant at) {
        return new InstagramEvent.DirectMessage(ACCOUNT, FAN, id, text, Optional.of(at));
    }

    private Optional<Instant> wroteAt() {
        return known(FAN).flatMap(KnownIdentity::wroteAt);
    }

    /** A receiver that cannot remember when a fan wrote. */
    private InstagramReceiver failing() {
        ConsentStore consents =
                (ConsentStore)
                        Proxy.newProxyInstance(
                                ConsentStore.class.getClassLoader(),
                                new Class<?>[] {ConsentStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("messageReceived")) {
                                        throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                    }
                                    return method.invoke(world.fans, arguments);
                                });
        return world.with(ConsentStore.class, consents).instagram();
    }

    @Test
    void a_message_that_starts_a_flow_is_remembered_with_metas_time() {
        onMessage("tour");

        receive(sent("mid-1", "Tour!", now.minusSeconds(90)));

        assertThat(wroteAt()).contains(now.minusSeconds(90));
    }

    @Test
    void it_is_remembered_before_the_run_starts() {
        onMessage("tour");
        List<Optional<Instant>> whenStarted = new ArrayList<>();
        ExecutionStarter starter =
                (_, _) -> {
                    whenStarted.add(wroteAt());
                    return true;
                };

        world.with(ExecutionStarter.class, starter)
                .instagram()
                .receive(List.of(sent("mid-1", "Tour!", now)), 0, inTime());

        assertThat(whenStarted).containsExactly(Optional.of(now));
    }

    @Test
    void a_known_fans_message_is_remembered_even_if_no_flow_listens() {
        onMessage("tour");
        receive(sent("mid-1", "Tour!", now));

        receive(sent("mid-2", "hello", now.plusSeconds(30)));
        world.clock.advance(Duration.ofMinutes(1));
        receive(sent("mid-3", "hello", world.clock.instant()));

        assertThat(wroteAt()).contains(world.clock.instant());
    }

    @Test
    void a_photo_counts_and_starts_nothing() {
        onMessage("tour");
        onMessage("");
        receive(sent("mid-1", "Tour!", now));
        int runs = world.executions.started().size();
        world.clock.advance(Duration.ofMinutes(1));

        receive(sent("mid-2", "", world.clock.instant()));

        assertThat(wroteAt()).contains(world.clock.instant());
        assertThat(world.executions.started()).hasSize(runs);
    }

    @Test
    void a_strangers_message_without_a_flow_stores_nothing() {
        receive(sent("mid-1", "hello", now));

        assertThat(known(FAN)).isEmpty();
    }

    @Test
    void an_earlier_message_that_arrives_later_does_not_move_it_back() {
        onMessage("tour");
        receive(sent("mid-2", "Tour!", now));

        receive(sent("mid-1", "Tour!", now.minusSeconds(600)));

        assertThat(wroteAt()).contains(now);
    }

    @Test
    void a_time_in_the_future_counts_as_now() {
        onMessage("tour");

        receive(sent("mid-1", "Tour!", now.plus(Duration.ofDays(300))));

        assertThat(wroteAt()).contains(now);
    }

    @Test
    void a_comment_does_not_count() {
        onComment("", "tour");

        receive(comment("tour"));

        assertThat(known(FAN)).isPresent();
        assertThat(wroteAt()).isEmpty();
    }

    @Test
    void a_message_without_a_time_does_not_count() {
        onMessage("tour");

        receive(message("mid-1", "Tour!"));

        assertThat(known(FAN)).isPresent();
        assertThat(wroteAt()).isEmpty();
    }

    @Test
    void a_stop_is_stored_even_if_its_time_cannot_be_remembered() {
        onMessage("tour");
        receive(sent("mid-1", "Tour!", now));
        world.clock.advance(Duration.ofMinutes(1));
        InstagramReceiver failing = failing();

        assertThatThrownBy(
                        () ->
                                failing.receive(
                                        List.of(sent("mid-2", "STOP", world.clock.instant())),
                                        0,
                                        inTime()))
                .isInstanceOf(RuntimeException.class);

        assertThat(known(FAN)).hasValueSatisfying(it -> assertThat(it.stopped()).isTrue());
    }

    @Test
    void if_it_cannot_be_remembered_no_run_starts_and_the_message_is_redelivered() {
        onMessage("tour");
        InstagramReceiver failing = failing();

        assertThatThrownBy(() -> failing.receive(List.of(sent("mid-1", "Tour!", now)), 0, inTime()))
                .isInstanceOf(RuntimeException.class);
        assertThat(started()).isEmpty();

        receive(sent("mid-1", "Tour!", now));
        assertThat(started()).hasSize(1);
        assertThat(wroteAt()).contains(now);
    }

    /** One write for each message that moves it, and none for a redelivery. */
    @Test
    void a_redelivered_message_is_not_written_again() {
        onMessage("tour");
        receive(sent("mid-1", "Tour!", now));
        InstagramReceiver failing = failing();

        failing.receive(List.of(sent("mid-1", "Tour!", now)), 0, inTime());

        assertThat(wroteAt()).contains(now);
    }
}
