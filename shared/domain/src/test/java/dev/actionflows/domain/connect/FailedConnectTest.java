package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fan comes back, and the service, the fan or a limit declines. */
class FailedConnectTest extends ConnectFixture {
    @Test
    void a_fan_who_says_no_is_sent_back_and_nothing_is_stored() {
        StartResult.Elsewhere left = leave(preSave());

        ConnectOutcome.Ended outcome =
                (ConnectOutcome.Ended)
                        connect.comeBack.comeBack(
                                state(left),
                                Optional.of(left.browser()),
                                new ServiceAnswer.Denial("access_denied"),
                                deadline());

        assertThat(outcome.location()).contains(PAGE + "#action_flows=refused");
        assertNothingStored();
    }

    @Test
    void a_code_that_spotify_does_not_take_connects_nobody() {
        StartResult.Elsewhere left = leave(preSave());

        ConnectOutcome.Ended outcome =
                (ConnectOutcome.Ended)
                        connect.comeBack.comeBack(
                                state(left),
                                Optional.of(left.browser()),
                                new ServiceAnswer.Code("stolen"),
                                deadline());

        assertThat(outcome.location()).contains(PAGE + "#action_flows=failed&reason=rejected");
        assertNothingStored();
    }

    /** A code that an attacker injects into the fan's callback (RFC 9700, section 4.5). */
    @Test
    void the_code_of_another_attempt_connects_nobody() {
        String othersCode = connect.spotifySignIn.agree(leave(preSave()).url(), "mallory");
        StartResult.Elsewhere left = leave(preSave());

        ConnectOutcome outcome =
                connect.comeBack.comeBack(
                        state(left),
                        Optional.of(left.browser()),
                        new ServiceAnswer.Code(othersCode),
                        deadline());

        assertThat(endingOf(outcome)).isEqualTo(new Ending.Failed(Reason.REJECTED));
        assertNothingStored();
    }

    @ParameterizedTest
    @CsvSource({"server_error, PROVIDER_UNAVAILABLE", "invalid_scope, REJECTED"})
    void an_error_of_spotify_says_why(String error, Reason reason) {
        StartResult.Elsewhere left = leave(preSave());

        assertThat(
                        endingOf(
                                connect.comeBack.comeBack(
                                        state(left),
                                        Optional.of(left.browser()),
                                        new ServiceAnswer.Denial(error),
                                        deadline())))
                .isEqualTo(new Ending.Failed(reason));
    }

    @Test
    void what_spotify_answers_otherwise_is_told_to_the_page() {
        connect.spotifySignIn.answers(
                new AuthorizationAnswer.AuthorizationRefused(Reason.FORBIDDEN),
                new AuthorizationAnswer.RateLimited(Duration.ofSeconds(5)),
                new AuthorizationAnswer.Unavailable());

        assertThat(endingOf(agree(leave(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.FORBIDDEN));
        assertThat(endingOf(agree(leave(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.RATE_LIMITED));
        assertThat(endingOf(agree(leave(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.PROVIDER_UNAVAILABLE));
        assertNothingStored();
    }

    @Test
    void an_action_that_cannot_be_done_fires_nothing_and_the_fan_stays_connected() {
        connect.spotify.answers(new StreamingResult.RequestRefused(Reason.FORBIDDEN));
        world.clock.advance(Duration.ofDays(40));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(leave(preSave()), "ann");

        assertThat(outcome.location().orElseThrow())
                .startsWith(
                        PAGE + "#action_flows=failed&reason=forbidden&connected=true&fan_token=");
        assertThat(world.connections(fanOf(outcome))).hasSize(1);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void an_account_too_many_is_not_joined_and_the_fans_event_says_why() {
        FanId fan = world.fan(World.FAN_NUMBER);
        for (int number = 1; number < Fan.MAX_IDENTITIES; number++) {
            world.resolver.resolve(
                    world.project,
                    Optional.of(fan),
                    List.of(
                            world.identities.of(
                                    world.project,
                                    Identity.Kind.EMAIL,
                                    "fan-%d@fans.example".formatted(number))));
        }
        String token =
                FanSession.of(
                                world.projects.find(world.project).orElseThrow(),
                                fan,
                                world.vault,
                                world.clock.instant())
                        .token();
        StartResult.Elsewhere left =
                leave(preSave("fan_token", token, "origin", ConnectWorld.ORIGIN));

        ConnectOutcome.Ended ended = (ConnectOutcome.Ended) agree(left, "one-too-many");

        assertThat(ended.ending())
                .isEqualTo(new ConnectOutcome.Ending.Failed(Reason.TOO_MANY_IDENTITIES));
        assertThat(ended.session()).isEmpty();
        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.why()).isEqualTo(NotStartedReason.TOO_MANY_IDENTITIES);
                            assertThat(it.fan()).contains(fan);
                        });
    }
}
