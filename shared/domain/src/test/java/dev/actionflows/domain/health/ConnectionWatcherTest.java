package dev.actionflows.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.InMemoryExpiringConnectionStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a connection that is about to expire to the run of a flow. */
class ConnectionWatcherTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();
    private final InMemoryExpiringConnectionStore store =
            new InMemoryExpiringConnectionStore(world.fans);
    private final List<OutcomeEvent> sent = new ArrayList<>();

    private boolean announce(OutcomeEventQueue queue, Duration time) {
        return new ConnectionWatcher(store, queue)
                .announceAll(new Deadline(world.clock.instant().plus(time), world.clock));
    }

    private boolean announce() {
        return announce(sent::add, MINUTE);
    }

    private void deliver() {
        sent.forEach(world.application.outcomes()::receive);
    }

    private FanId connected(String address) {
        FanId fan = world.fanByMail(address);
        world.connect(fan);
        return fan;
    }

    private Connection connection(FanId fan) {
        return world.connections(fan).getFirst();
    }

    private void becomesDue(FanId fan) {
        world.clock.advance(
                Duration.between(
                        world.clock.instant(),
                        Connection.expiringAt(connection(fan).authorizedAt())));
    }

    private Flow listening() {
        return world.activeFlow(
                new FlowDefinition(
                        "Renew",
                        new Trigger.Single(TriggerType.CONNECTION_EXPIRING, Optional.empty()),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.defaultFor(TriggerType.CONNECTION_EXPIRING),
                        OnFailure.CONTINUE));
    }

    private List<Run> runs() {
        return world.ports.ledger.all();
    }

    @Test
    void a_connection_is_announced_once_thirty_days_before_it_expires() {
        FanId fan = connected("ada@fans.example");
        becomesDue(fan);
        world.clock.advance(Duration.ofMillis(-1));
        assertThat(announce()).isTrue();
        assertThat(sent).isEmpty();

        world.clock.advance(Duration.ofMillis(1));
        assertThat(announce()).isTrue();
        assertThat(announce()).isTrue();

        assertThat(sent)
                .containsExactly(
                        new OutcomeEvent(
                                ExpiringConnection.of(world.project, connection(fan)).eventId(),
                                world.project,
                                fan,
                                TriggerType.CONNECTION_EXPIRING,
                                "spotify",
                                world.clock.instant(),
                                Optional.empty()));
        assertThat(Duration.between(world.clock.instant(), connection(fan).expiresAt()))
                .isEqualTo(Duration.ofDays(30));
        assertThat(connection(fan).expiryAnnounced()).isTrue();
    }

    @Test
    void the_flow_that_listens_starts_once_however_often_it_hears_of_it() {
        Flow flow = listening();
        FanId fan = connected("ada@fans.example");
        becomesDue(fan);
        announce();

        deliver();
        deliver();

        assertThat(runs())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.flow()).isEqualTo(flow.id());
                            assertThat(run.fan()).isEqualTo(fan);
                            assertThat(run.event().scope()).isEqualTo("spotify");
                            assertThat(run.event().cause()).isEmpty();
                        });
    }

    @Test
    void each_authorization_is_announced_and_a_renewed_one_half_a_year_later() {
        listening();
        FanId fan = connected("ada@fans.example");
        becomesDue(fan);
        announce();
        deliver();
        world.connect(fan);
        Instant renewed = world.clock.instant();

        becomesDue(fan);
        sent.clear();
        announce();
        deliver();

        assertThat(world.clock.instant()).isAfter(renewed.plus(Duration.ofDays(150)));
        assertThat(runs()).hasSize(2);
    }

    @Test
    void a_fan_who_renewed_or_withdrew_it_meanwhile_is_not_asked() {
        listening();
        FanId renewing = connected("ada@fans.example");
        FanId leaving = connected("bob@fans.example");
        FanId ended = connected("cay@fans.example");
        becomesDue(renewing);
        announce();
        assertThat(sent).hasSize(3);
        world.clock.advance(MINUTE);
        world.connect(renewing);
        world.fans.disconnect(
                world.project,
                world.fans.find(world.project, leaving).orElseThrow(),
                StreamingProvider.SPOTIFY);
        world.fans.replace(
                world.project,
                connection(ended),
                connection(ended).doubted(world.clock.instant()).confirmedEnded());

        deliver();

        assertThat(runs()).isEmpty();
        assertThat(world.events.records()).isEmpty();
    }

    @Test
    void after_an_outage_a_connection_that_has_expired_meanwhile_is_announced_too() {
        listening();
        FanId fan = connected("ada@fans.example");
        becomesDue(fan);
        world.clock.advance(Duration.ofDays(40));

        announce();
        deliver();

        assertThat(runs()).hasSize(1);
    }

    @Test
    void a_run_that_dies_between_both_calls_is_repeated_and_starts_no_second_run() {
        listening();
        becomesDue(connected("ada@fans.example"));
        assertThatThrownBy(
                        () ->
                                announce(
                                        event -> {
                                            sent.add(event);
                                            throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                        },
                                        MINUTE))
                .isInstanceOf(ProblemException.class);

        assertThat(announce()).isTrue();
        deliver();

        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().id()).isEqualTo(sent.getLast().id());
        assertThat(runs()).hasSize(1);
    }

    @Test
    void a_failure_in_one_shard_does_not_affect_the_other_and_nothing_is_lost() {
        Set<FanId> fans = new HashSet<>();
        for (int number = 0; number < 20; number++) {
            fans.add(connected("fan%d@fans.example".formatted(number)));
        }
        becomesDue(fans.iterator().next());
        FanId failing = store.findOldest(0, world.clock.instant(), 1).getFirst().fan();
        int inOtherShard = store.findOldest(1, world.clock.instant(), 100).size();
        assertThat(inOtherShard).isPositive();

        assertThatThrownBy(
                        () ->
                                announce(
                                        event -> {
                                            if (event.fan().equals(failing)) {
                                                throw new ProblemException(
                                                        ErrorCode.TRY_AGAIN, "busy");
                                            }
                                            sent.add(event);
                                        },
                                        MINUTE))
                .isInstanceOf(ProblemException.class);
        assertThat(sent).hasSize(inOtherShard);

        assertThat(announce()).isTrue();
        assertThat(sent).extracting(OutcomeEvent::fan).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void what_is_left_when_the_time_is_up_is_announced_by_the_next_run() {
        FanId one = connected("ada@fans.example");
        FanId other = connected("bob@fans.example");
        becomesDue(one);

        assertThat(
                        announce(
                                event -> {
                                    sent.add(event);
                                    world.clock.advance(MINUTE);
                                },
                                MINUTE))
                .isFalse();
        assertThat(sent).hasSize(1);
        assertThat(announce()).isTrue();

        assertThat(sent).extracting(OutcomeEvent::fan).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void of_merged_fans_the_connection_that_was_authorized_last_counts() {
        listening();
        FanId one = connected("ada@fans.example");
        world.clock.advance(Duration.ofDays(1));
        FanId other = connected("bob@fans.example");
        becomesDue(other);
        world.fans.merge(
                world.project,
                new FanStore.Merge(
                        world.fans.find(world.project, one).orElseThrow(),
                        world.fans.find(world.project, other).orElseThrow()));

        announce();
        deliver();

        assertThat(sent).hasSize(2);
        assertThat(runs())
                .singleElement()
                .satisfies(run -> assertThat(run.event().id().value()).contains(other.value()));
    }
}
