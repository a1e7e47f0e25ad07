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

/** A fan returns, but the service or the fan declines, or a limit is reached. */
class FailedConnectTest extends ConnectFixture {
    @Test
    void a_fan_who_declines_is_sent_back_and_nothing_is_stored() {
        StartResult.Redirect redirect = startAttempt(preSave());

        ConnectOutcome.Ended outcome =
                (ConnectOutcome.Ended)
                        connect.callback.complete(
                                state(redirect),
                                Optional.of(redirect.browser()),
                                new ServiceAnswer.Denial("access_denied"),
                                deadline());

        assertThat(outcome.location()).contains(PAGE + "#action_flows=refused");
        assertNothingStored();
    }

    @Test
    void a_code_that_spotify_rejects_connects_no_fan() {
        StartResult.Redirect redirect = startAttempt(preSave());

        ConnectOutcome.Ended outcome =
                (ConnectOutcome.Ended)
                        connect.callback.complete(
                                state(redirect),
                                Optional.of(redirect.browser()),
                                new ServiceAnswer.Code("stolen"),
                                deadline());

        assertThat(outcome.location()).contains(PAGE + "#action_flows=failed&reason=rejected");
        assertNothingStored();
    }

    /** A code that an attacker injects into the fan's callback (RFC 9700, section 4.5). */
    @Test
    void the_code_of_another_attempt_connects_no_fan() {
        String othersCode = connect.spotifySignIn.agree(startAttempt(preSave()).url(), "mallory");
        StartResult.Redirect redirect = startAttempt(preSave());

        ConnectOutcome outcome =
                connect.callback.complete(
                        state(redirect),
                        Optional.of(redirect.browser()),
                        new ServiceAnswer.Code(othersCode),
                        deadline());

        assertThat(endingOf(outcome)).isEqualTo(new Ending.Failed(Reason.REJECTED));
        assertNothingStored();
    }

    @ParameterizedTest
    @CsvSource({"server_error, PROVIDER_UNAVAILABLE", "invalid_scope, REJECTED"})
    void an_error_from_spotify_is_mapped_to_a_reason(String error, Reason reason) {
        StartResult.Redirect redirect = startAttempt(preSave());

        assertThat(
                        endingOf(
                                connect.callback.complete(
                                        state(redirect),
                                        Optional.of(redirect.browser()),
                                        new ServiceAnswer.Denial(error),
                                        deadline())))
                .isEqualTo(new Ending.Failed(reason));
    }

    @Test
    void a_failed_token_exchange_is_reported_to_the_page() {
        connect.spotifySignIn.answers(
                new AuthorizationAnswer.AuthorizationRefused(Reason.FORBIDDEN),
                new AuthorizationAnswer.RateLimited(Duration.ofSeconds(5)),
                new AuthorizationAnswer.Unavailable());

        assertThat(endingOf(agree(startAttempt(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.FORBIDDEN));
        assertThat(endingOf(agree(startAttempt(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.RATE_LIMITED));
        assertThat(endingOf(agree(startAttempt(preSave()), "ann")))
                .isEqualTo(new Ending.Failed(Reason.PROVIDER_UNAVAILABLE));
        assertNothingStored();
    }

    @Test
    void a_failed_action_starts_no_flow_and_the_fan_stays_connected() {
        connect.spotify.answers(new StreamingResult.RequestRefused(Reason.FORBIDDEN));
        world.clock.advance(Duration.ofDays(40));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(startAttempt(preSave()), "ann");

        assertThat(outcome.location().orElseThrow())
                .startsWith(
                        PAGE + "#action_flows=failed&reason=forbidden&connected=true&fan_token=");
        assertThat(world.connections(fanOf(outcome))).hasSize(1);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void an_account_beyond_the_limit_is_not_attached_and_the_reason_is_recorded() {
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
        StartResult.Redirect redirect =
                startAttempt(preSave("fan_token", token, "origin", ConnectWorld.ORIGIN));

        ConnectOutcome.Ended ended = (ConnectOutcome.Ended) agree(redirect, "one-too-many");

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
