package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A callback that is forged, expired, or from another browser. */
class ForgedConnectTest extends ConnectFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "nonsense",
                "prj_7zqk3v9m2c4x8b1d",
                "prj_7zqk3v9m2c4x8b1d.",
                "prj_7zqk3v9m2c4x8b1d.00000000000000000000000000000000",
                "prj_7zqk3v9m2c4x8b1d.00000000000000000000000000000000.x",
                "prj_0000000000000000.00000000000000000000000000000000"
            })
    void a_made_up_state_is_rejected(String state) {
        StartResult.Redirect redirect = startAttempt(preSave());

        assertRejected(
                connect.callback.complete(
                        state,
                        Optional.of(redirect.browser()),
                        new ServiceAnswer.Code("code"),
                        deadline()),
                ConnectAttemptStore.Refusal.UNKNOWN);
    }

    @Test
    void a_state_with_another_project_is_rejected() {
        StartResult.Redirect redirect = startAttempt(preSave());
        String moved = state(redirect).replace(world.project.value(), "prj_0123456789abcdef");

        assertRejected(
                connect.callback.complete(
                        moved,
                        Optional.of(redirect.browser()),
                        new ServiceAnswer.Code("code"),
                        deadline()),
                ConnectAttemptStore.Refusal.UNKNOWN);
    }

    @Test
    void another_browser_is_rejected_and_the_fans_own_browser_still_succeeds() {
        StartResult.Redirect redirect = startAttempt(preSave());
        String code = connect.spotifySignIn.agree(redirect.url(), "mallory");
        for (Optional<Browser> cookie :
                List.of(
                        Optional.<Browser>empty(),
                        Optional.of(new Browser("0".repeat(32), true)),
                        // as another host of the same domain could have set it
                        Optional.of(new Browser(redirect.browser().secret(), false)))) {
            ConnectOutcome outcome =
                    connect.callback.complete(
                            state(redirect), cookie, new ServiceAnswer.Code(code), deadline());

            assertRejected(outcome, ConnectAttemptStore.Refusal.OTHER_BROWSER);
        }
        assertThat(endingOf(agree(redirect, "ann"))).isInstanceOf(Ending.Done.class);
    }

    @Test
    void a_state_expires_after_ten_minutes() {
        StartResult.Redirect redirect = startAttempt(preSave());
        world.clock.advance(Duration.ofMinutes(10));

        ConnectOutcome outcome = agree(redirect, "ann");

        assertRejected(outcome, ConnectAttemptStore.Refusal.EXPIRED);
        assertThat(((ConnectOutcome.NotAccepted) outcome).startAgain())
                .contains(
                        "https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&action=presave&releaseId="
                                + world.release.id()
                                + "&return=https%3A%2F%2Fband.example%2Ftour");
    }

    @Test
    void a_state_can_be_used_once() {
        StartResult.Redirect redirect = startAttempt(preSave());
        agree(redirect, "ann");

        ConnectOutcome replayed = agree(redirect, "ann");

        assertThat(((ConnectOutcome.NotAccepted) replayed).why())
                .isEqualTo(ConnectAttemptStore.Refusal.USED);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void an_expired_state_of_a_linked_fan_offers_no_restart_link() {
        StartResult.Redirect redirect =
                startAttempt(query("t", linkToken(world.fan(World.FAN_NUMBER))));
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(((ConnectOutcome.NotAccepted) agree(redirect, "ann")).startAgain()).isEmpty();
    }

    private void assertRejected(ConnectOutcome outcome, ConnectAttemptStore.Refusal why) {
        assertThat(((ConnectOutcome.NotAccepted) outcome).why()).isEqualTo(why);
        assertNothingStored();
    }
}
