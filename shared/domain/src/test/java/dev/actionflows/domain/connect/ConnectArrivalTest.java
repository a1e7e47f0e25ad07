package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fan comes back from the service: which fan is connected, and with what. */
class ConnectArrivalTest extends ConnectFixture {
    @Test
    void a_fan_who_agrees_is_known_connected_and_served_and_the_flow_starts() {
        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(leave(preSave()), "ann");

        assertThat(outcome.ending()).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
        assertThat(outcome.location().orElseThrow())
                .startsWith(PAGE + "#action_flows=done&reason=registered&fan_token=fan_")
                .contains("&ends_at=2026-11-02T13%3A00%3A00Z");
        FanId fan = fanOf(outcome);
        Connection connection = world.connections(fan).getFirst();
        assertThat(connection.scopes()).containsExactly("user-library-modify");
        assertThat(connection.authorizedAt()).isEqualTo(world.clock.instant());
        assertThat(world.vault.open(project(), connection.tokenContext(), connection.userToken()))
                .isEqualTo("refresh-token-1");
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isPresent();
        assertThat(world.executions.started()).extracting(Run::fan).containsExactly(fan);
        assertThat(world.wakeUps.take())
                .contains(
                        new WakeUp.RequirementMet(
                                world.project,
                                Requirement.streamingConnection(fan),
                                Optional.empty()));
    }

    @Test
    void the_same_account_is_the_same_fan() {
        FanId first = fanOf(agree(leave(preSave()), "ann"));

        assertThat(fanOf(agree(leave(preSave()), "ann"))).isEqualTo(first);
        assertThat(fanOf(agree(leave(preSave()), "bob"))).isNotEqualTo(first);
    }

    @Test
    void the_link_in_a_text_connects_the_fan_to_whom_it_was_sent() {
        FanId fan = world.fan(World.FAN_NUMBER);
        StartResult.Elsewhere left = leave(query("t", linkToken(fan)));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(left, "ann");

        assertThat(outcome.ending()).isEqualTo(new Ending.Done(Optional.empty()));
        assertThat(outcome.location()).isEmpty();
        assertThat(fanOf(outcome)).isEqualTo(fan);
        assertThat(world.connections(fan).getFirst().scopes())
                .containsExactlyInAnyOrder("user-library-modify", "user-follow-modify");
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void an_account_and_a_number_of_two_fans_show_that_they_are_one() {
        FanId byAccount = fanOf(agree(leave(preSave()), "ann"));
        world.clock.advance(Duration.ofMinutes(1));
        FanId byNumber = world.fan(World.FAN_NUMBER);

        agree(leave(query("t", linkToken(byNumber))), "ann");

        Fan person = world.fans.find(world.project, byNumber).orElseThrow();
        assertThat(person.ids()).containsExactly(byAccount, byNumber);
        assertThat(world.connections(byNumber)).hasSize(1);
    }

    private ConnectOutcome agreeOnThePageOf(FanId fan, String account) {
        String token = FanSession.of(project(), fan, world.vault, world.clock.instant()).token();
        return agree(
                (StartResult.Elsewhere)
                        connect.start.start(request("spotify", preSave("fan_token", token))),
                account);
    }

    @Test
    void a_page_that_knows_the_fan_keeps_them() {
        FanId fan = world.fan(World.FAN_NUMBER);

        ConnectOutcome outcome = agreeOnThePageOf(fan, "ann");

        assertThat(fanOf(outcome)).isEqualTo(fan);
        assertThat(world.fans.find(world.project, fan).orElseThrow().identities()).hasSize(2);
    }

    @Test
    void who_signs_in_where_somebody_else_has_left_a_token_is_not_joined_to_them() {
        FanId ann = fanOf(agree(leave(preSave()), "ann"));
        FanId bob = fanOf(agree(leave(preSave()), "bob"));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agreeOnThePageOf(ann, "bob");
        assertThat(outcome.fan()).contains(bob);
        assertThat(outcome.location().orElseThrow()).contains("&fan=another&fan_token=" + bob);
        assertThat(fanOf(agreeOnThePageOf(ann, "cleo"))).isNotIn(ann, bob);
        assertThat(world.fans.find(world.project, ann).orElseThrow().ids()).containsExactly(ann);
    }

    @Test
    void a_link_that_was_passed_on_after_it_was_used_joins_nobody() {
        FanId ann = world.fan(World.FAN_NUMBER);
        String link = linkToken(ann);
        agree(leave(query("t", link)), "ann");

        ConnectOutcome outcome = agree(leave(query("t", link)), "mallory");

        assertThat(fanOf(outcome)).isNotEqualTo(ann);
        assertThat(((ConnectOutcome.Ended) outcome).differentFan()).isTrue();
        assertThat(world.connections(ann)).hasSize(1);
        assertThat(world.fans.find(world.project, ann).orElseThrow().of(Identity.Kind.SPOTIFY))
                .hasSize(1);
    }

    @Test
    void only_the_page_that_sent_the_fan_gets_their_token_back() {
        Map<String, String> linked = preSave();
        linked.remove("origin");
        world.projects.change(
                world.project,
                project ->
                        project.withAllowedOrigins(
                                List.of(ConnectWorld.ORIGIN, "https://shop.example")));

        for (Map<String, String> query :
                List.of(linked, preSave("origin", "https://shop.example"))) {
            ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(leave(query), "ann");
            assertThat(outcome.location()).contains(PAGE + "#action_flows=done&reason=registered");
            assertThat(outcome.session()).isEmpty();
        }
    }

    @Test
    void who_says_no_when_asked_for_more_has_joined_nobody() {
        FanId byAccount = fanOf(agree(leave(query()), "ann"));
        world.clock.advance(Duration.ofMinutes(1));
        FanId byNumber = world.fan(World.FAN_NUMBER);
        StartResult.Elsewhere left = leave(preSave("t", linkToken(byNumber)));

        ConnectOutcome.AskedAgain again = (ConnectOutcome.AskedAgain) agree(left, "ann");

        for (FanId fan : List.of(byAccount, byNumber)) {
            assertThat(world.fans.find(world.project, fan).orElseThrow().ids())
                    .containsExactly(fan);
        }
        assertThat(again.browser()).isEqualTo(left.browser());
    }

    @Test
    void who_is_asked_for_more_and_signs_in_as_somebody_else_is_somebody_else() {
        FanId ann = fanOf(agree(leave(query()), "ann"));
        ConnectOutcome.AskedAgain again =
                (ConnectOutcome.AskedAgain) agree(leave(preSave()), "ann");

        ConnectOutcome outcome =
                agree(
                        new StartResult.Elsewhere(again.project(), again.url(), again.browser()),
                        "bob");

        assertThat(fanOf(outcome)).isNotEqualTo(ann);
        assertThat(world.fans.find(world.project, ann).orElseThrow().ids()).containsExactly(ann);
    }

    @Test
    void whoever_allowed_more_before_is_asked_for_all_of_it() {
        FanId fan = world.fan(World.FAN_NUMBER);
        agree(leave(query("t", linkToken(fan))), "ann");

        ConnectOutcome outcome = agree(leave(preSave()), "ann");

        ConnectOutcome.AskedAgain again = (ConnectOutcome.AskedAgain) outcome;
        assertThat(InMemorySpotifySignIn.query(again.url()).get("scope"))
                .isEqualTo("user-follow-modify user-library-modify");
        assertThat(world.connections(fan).getFirst().scopes()).hasSize(2);
        ConnectOutcome second =
                agree(
                        new StartResult.Elsewhere(again.project(), again.url(), again.browser()),
                        "ann");
        assertThat(endingOf(second)).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
        assertThat(world.connections(fan).getFirst().scopes()).hasSize(2);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void a_fan_who_brings_an_apple_music_token_is_connected() {
        StartResult.WithMusicKit page =
                (StartResult.WithMusicKit) connect.start.start(request("apple_music", preSave()));

        ConnectOutcome outcome =
                connect.comeBack.comeBack(
                        page.state(),
                        Optional.of(page.browser()),
                        new ServiceAnswer.UserToken("music-user-token"),
                        deadline());

        assertThat(endingOf(outcome)).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
        Connection connection = world.connections(fanOf(outcome)).getFirst();
        assertThat(connection.provider()).isEqualTo(StreamingProvider.APPLE_MUSIC);
        assertThat(page.developerToken()).isEqualTo("developer-token-of-TEAM123456");
    }

    @Test
    void nobody_replaces_the_apple_music_of_a_fan_whose_token_was_left_behind_unasked() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Map<String, String> query =
                preSave(
                        "fan_token",
                        FanSession.of(project(), fan, world.vault, world.clock.instant()).token());
        StartResult.WithMusicKit page =
                (StartResult.WithMusicKit) connect.start.start(request("apple_music", query));
        connect.comeBack.comeBack(
                page.state(),
                Optional.of(page.browser()),
                new ServiceAnswer.UserToken("music-user-token"),
                deadline());
        assertThat(world.connections(fan)).hasSize(1);

        assertThat(connect.start.start(request("apple_music", query)))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
    }

    @Test
    void the_state_of_one_service_is_worth_nothing_at_the_other() {
        StartResult.Elsewhere left = leave(preSave());

        ConnectOutcome outcome =
                connect.comeBack.comeBack(
                        state(left),
                        Optional.of(left.browser()),
                        new ServiceAnswer.UserToken("music-user-token"),
                        deadline());

        assertThat(outcome)
                .isEqualTo(
                        new ConnectOutcome.NotAccepted(
                                ConnectAttemptStore.Refusal.UNKNOWN, Optional.empty()));
        assertNothingStored();
    }
}
