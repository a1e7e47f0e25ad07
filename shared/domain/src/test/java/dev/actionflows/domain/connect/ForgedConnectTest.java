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
    void a_made_up_state_is_refused(String state) {
        StartResult.Elsewhere left = leave(preSave());

        assertRefused(
                connect.comeBack.comeBack(
                        state,
                        Optional.of(left.browser()),
                        new ServiceAnswer.Code("code"),
                        deadline()),
                ConnectAttemptStore.Refusal.UNKNOWN);
    }

    @Test
    void a_state_that_names_another_project_is_refused() {
        StartResult.Elsewhere left = leave(preSave());
        String moved = state(left).replace(world.project.value(), "prj_0123456789abcdef");

        assertRefused(
                connect.comeBack.comeBack(
                        moved,
                        Optional.of(left.browser()),
                        new ServiceAnswer.Code("code"),
                        deadline()),
                ConnectAttemptStore.Refusal.UNKNOWN);
    }

    @Test
    void another_browser_is_refused_and_the_fans_own_still_arrives() {
        StartResult.Elsewhere left = leave(preSave());
        String code = connect.spotifySignIn.agree(left.url(), "mallory");
        for (Optional<Browser> cookie :
                List.of(
                        Optional.<Browser>empty(),
                        Optional.of(new Browser("0".repeat(32), true)),
                        // as another host of the same domain could have set it
                        Optional.of(new Browser(left.browser().secret(), false)))) {
            ConnectOutcome outcome =
                    connect.comeBack.comeBack(
                            state(left), cookie, new ServiceAnswer.Code(code), deadline());

            assertRefused(outcome, ConnectAttemptStore.Refusal.OTHER_BROWSER);
        }
        assertThat(endingOf(agree(left, "ann"))).isInstanceOf(Ending.Done.class);
    }

    @Test
    void a_state_is_good_for_ten_minutes() {
        StartResult.Elsewhere left = leave(preSave());
        world.clock.advance(Duration.ofMinutes(10));

        ConnectOutcome outcome = agree(left, "ann");

        assertRefused(outcome, ConnectAttemptStore.Refusal.EXPIRED);
        assertThat(((ConnectOutcome.NotAccepted) outcome).startAgain())
                .contains(
                        "https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&action=presave&releaseId="
                                + world.release.id()
                                + "&return=https%3A%2F%2Fband.example%2Ftour");
    }

    @Test
    void a_state_is_good_once() {
        StartResult.Elsewhere left = leave(preSave());
        agree(left, "ann");

        ConnectOutcome replayed = agree(left, "ann");

        assertThat(((ConnectOutcome.NotAccepted) replayed).why())
                .isEqualTo(ConnectAttemptStore.Refusal.USED);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void the_state_of_a_linked_fan_does_not_tell_where_to_start_again() {
        StartResult.Elsewhere left = leave(query("t", linkToken(world.fan(World.FAN_NUMBER))));
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(((ConnectOutcome.NotAccepted) agree(left, "ann")).startAgain()).isEmpty();
    }

    private void assertRefused(ConnectOutcome outcome, ConnectAttemptStore.Refusal why) {
        assertThat(((ConnectOutcome.NotAccepted) outcome).why()).isEqualTo(why);
        assertNothingStored();
    }
}
