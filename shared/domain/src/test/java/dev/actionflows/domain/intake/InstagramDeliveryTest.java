package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.ScriptedIntakeReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Many events in one delivery, redeliveries, and events that fail. */
class InstagramDeliveryTest extends InstagramFixture {
    @Test
    void concurrent_deliveries_of_a_comment_start_one_run() throws Exception {
        onComment("", "");
        List<InstagramEvent> events = List.of(comment("hello"), comment("again"));

        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Void>> deliveries =
                    Collections.nCopies(
                            50,
                            () -> {
                                receiver.receive(events, 0, inTime());
                                return null;
                            });
            for (Future<Void> delivery : threads.invokeAll(deliveries)) {
                delivery.get();
            }
        }

        assertThat(started())
                .extracting(run -> run.event().id().value())
                .containsExactlyInAnyOrder("igc:17865799348081", "igc:17865799348082");
    }

    @Test
    void a_thousand_fans_in_one_request_are_all_processed() {
        onComment("", "");
        List<InstagramEvent> events =
                IntStream.range(0, 1_000)
                        .<InstagramEvent>mapToObj(it -> comment("fan-" + it, "hello", POST))
                        .toList();

        receiver.receive(events, 0, inTime());

        assertThat(started()).hasSize(1_000);
    }

    @Test
    void a_failure_of_one_fan_does_not_affect_others_and_the_delivery_can_be_repeated() {
        onComment("", "");
        List<InstagramEvent> events =
                List.of(
                        comment("1", "a", POST),
                        comment("2", "b", POST),
                        comment("2", "c", POST),
                        comment("3", "d", POST));
        Trouble trouble = new Trouble(new ProblemException(ErrorCode.TRY_AGAIN, "busy"));
        InstagramReceiver troubled = receiver(trouble.on("2"), world.instagram);

        assertThatThrownBy(() -> troubled.receive(events, 0, inTime()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        assertThat(started()).hasSize(2);

        trouble.ends();
        troubled.receive(events, 0, inTime());
        assertThat(started()).hasSize(4);
    }

    @Test
    void the_next_delivery_processes_only_the_events_that_were_left() {
        onComment("", "");
        List<InstagramEvent> events = ofManyPeople(200);
        InstagramReceiver slow =
                receiver(
                        world.reader,
                        world.instagram,
                        PlanLimits.BY_DEFAULT,
                        (_, _, outcome) -> {
                            outcomes.add(outcome);
                            world.clock.advance(Duration.ofMillis(120));
                        });

        assertThatThrownBy(() -> slow.receive(events, 0, inTime()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        int first = outcomes.size();
        slow.receive(events, 0, inTime());

        assertThat(first).isBetween(125, 199);
        assertThat(outcomes).hasSize(200).containsOnly(EventOutcome.RUN_STARTED);
        assertThat(started()).hasSize(200);
    }

    @Test
    void a_repeated_delivery_starts_no_run_twice() {
        onComment("", "");
        List<InstagramEvent> events = ofManyPeople(100);
        receiver.receive(events, 0, inTime());

        receiver.receive(events, 0, inTime());

        assertThat(started()).hasSize(100);
    }

    @Test
    void facts_of_many_fans_are_read_in_batches_and_each_fans_events_stay_in_order() {
        onComment("", "");
        onMessage("");
        List<InstagramEvent> events = new ArrayList<>(ofManyPeople(300));
        events.add(message("mid-1", "hello"));
        events.add(message("mid-2", "stop"));
        events.add(message("mid-3", "hello again"));
        AtomicInteger reads = new AtomicInteger();
        IntakeReader counting =
                new ScriptedIntakeReader(
                        world.reader,
                        (project, identity, type, scopes) -> {
                            reads.incrementAndGet();
                            return world.reader.read(project, identity, type, scopes);
                        },
                        questions -> {
                            reads.incrementAndGet();
                            return world.reader.readEvents(questions);
                        });

        receiver(counting, world.instagram).receive(events, 0, inTime());

        assertThat(reads.get()).isLessThan(100);
        assertThat(outcomes).hasSize(303).contains(EventOutcome.STOPPED);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
    }

    @Test
    void facts_that_cannot_be_read_in_a_batch_are_read_one_by_one() {
        onComment("", "");
        IntakeReader broken =
                new ScriptedIntakeReader(
                        world.reader,
                        world.reader::read,
                        _ -> {
                            throw new IllegalStateException("one of them cannot be read");
                        });

        receiver(broken, world.instagram).receive(ofManyPeople(200), 0, inTime());

        assertThat(started()).hasSize(200);
    }

    private List<InstagramEvent> ofManyPeople(int count) {
        List<InstagramEvent> events = new ArrayList<>();
        for (int person = 0; person < count; person++) {
            events.add(comment("9" + person, "hello", POST));
        }
        return events;
    }

    @Test
    void an_internal_error_is_reported_as_such() {
        onComment("", "");
        Trouble trouble = new Trouble(new IllegalStateException("a bug"));

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                receiver(trouble.on("2"), world.instagram)
                                        .receive(
                                                List.of(
                                                        comment("2", "a", POST),
                                                        comment("3", "b", POST)),
                                                0,
                                                inTime()))
                .withRootCauseInstanceOf(IllegalStateException.class);
        assertThat(started()).hasSize(1);
    }

    @Test
    void events_left_at_the_deadline_are_requested_again() {
        onComment("", "");
        List<InstagramEvent> events = List.of(comment("a"), comment("b"));
        Consumer<Deadline> receive = deadline -> receiver.receive(events, 0, deadline);

        assertThatThrownBy(() -> receive.accept(new Deadline(world.clock.instant(), world.clock)))
                .isInstanceOf(ProblemException.class);
        assertThat(started()).isEmpty();

        receive.accept(inTime());
        assertThat(started()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a=", "a b", "ü", "#", "a:b"})
    void an_id_with_unusual_characters_is_hashed(String id) {
        onMessage("");

        receive(message(id, "hello"));
        receive(message(id, "hello"));

        assertThat(started()).hasSize(1);
        assertThat(started().getFirst().event().id().value()).matches("igdm:sha256:[0-9a-f]{64}");
    }

    @Test
    void a_long_id_is_hashed_without_collisions() {
        onMessage("");

        receive(message("x".repeat(190), "hello"), message("x".repeat(191), "hello"));
        receive(message("x".repeat(192), "hello"));

        assertThat(started())
                .extracting(run -> run.event().id().value())
                .doesNotHaveDuplicates()
                .hasSize(3)
                .contains("igdm:" + "x".repeat(190))
                .allMatch(id -> id.length() <= 200);
    }

    /** Makes reads for one sender fail. */
    private final class Trouble {
        private final RuntimeException failure;
        private volatile boolean over;

        Trouble(RuntimeException failure) {
            this.failure = failure;
        }

        void ends() {
            over = true;
        }

        IntakeReader on(String sender) {
            Identity troubled =
                    world.identities.of(world.project, Identity.Kind.INSTAGRAM, sender).identity();
            return new ScriptedIntakeReader(
                    world.reader,
                    (project, identity, type, scopes) -> {
                        if (!over && identity.equals(Optional.of(troubled))) {
                            throw failure;
                        }
                        return world.reader.read(project, identity, type, scopes);
                    });
        }
    }
}
