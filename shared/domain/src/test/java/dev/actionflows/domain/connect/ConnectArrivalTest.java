package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fan returns from the service: which fan is connected, and with which scopes. */
class ConnectArrivalTest extends ConnectFixture {
    @Test
    void consent_creates_the_fan_stores_the_connection_performs_the_action_and_starts_the_flow() {
        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(startAttempt(preSave()), "ann");

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
    void a_release_that_is_saved_at_once_starts_the_flow_on_saves_too() {
        world.clock.advance(Duration.ofDays(40));
        world.plans.change(world.project, Plan.ENTERPRISE);
        Flow flow =
                world.activeFlow(
                        new FlowDefinition(
                                "Saved",
                                new Trigger.OfRelease(
                                        TriggerType.RELEASE_SAVED,
                                        Optional.of(world.release.id()),
                                        Optional.empty()),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));

        ConnectOutcome outcome = agree(startAttempt(preSave()), "ann");

        assertThat(endingOf(outcome)).isEqualTo(new Ending.Done(Optional.of(Reason.SAVED)));
        assertThat(world.executions.started())
                .hasSize(2)
                .filteredOn(run -> run.flow().equals(flow.id()))
                .extracting(Run::fan)
                .containsExactly(fanOf(outcome));
    }

    @Test
    void the_same_account_resolves_to_the_same_fan() {
        FanId first = fanOf(agree(startAttempt(preSave()), "ann"));

        assertThat(fanOf(agree(startAttempt(preSave()), "ann"))).isEqualTo(first);
        assertThat(fanOf(agree(startAttempt(preSave()), "bob"))).isNotEqualTo(first);
    }

    @Test
    void a_link_in_a_text_connects_the_fan_who_received_it() {
        FanId fan = world.fan(World.FAN_NUMBER);
        StartResult.Redirect redirect = startAttempt(query("t", linkToken(fan)));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(redirect, "ann");

        assertThat(outcome.ending()).isEqualTo(new Ending.Done(Optional.empty()));
        assertThat(outcome.location()).isEmpty();
        assertThat(fanOf(outcome)).isEqualTo(fan);
        assertThat(world.connections(fan).getFirst().scopes())
                .containsExactlyInAnyOrder("user-library-modify", "user-follow-modify");
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_shared_account_merges_two_fans() {
        FanId byAccount = fanOf(agree(startAttempt(preSave()), "ann"));
        world.clock.advance(Duration.ofMinutes(1));
        FanId byNumber = world.fan(World.FAN_NUMBER);

        agree(startAttempt(query("t", linkToken(byNumber))), "ann");

        Fan person = world.fans.find(world.project, byNumber).orElseThrow();
        assertThat(person.ids()).containsExactly(byAccount, byNumber);
        assertThat(world.connections(byNumber)).hasSize(1);
    }

    private ConnectOutcome agreeOnThePageOf(FanId fan, String account) {
        String token = FanSession.of(project(), fan, world.vault, world.clock.instant()).token();
        return agree(
                (StartResult.Redirect)
                        connect.agreed(request("spotify", preSave("fan_token", token))),
                account);
    }

    @Test
    void a_fan_token_from_a_page_keeps_the_same_fan() {
        FanId fan = world.fan(World.FAN_NUMBER);

        ConnectOutcome outcome = agreeOnThePageOf(fan, "ann");

        assertThat(fanOf(outcome)).isEqualTo(fan);
        assertThat(world.fans.find(world.project, fan).orElseThrow().identities()).hasSize(2);
    }

    @Test
    void a_leftover_fan_token_does_not_merge_its_fan_with_another_account() {
        FanId ann = fanOf(agree(startAttempt(preSave()), "ann"));
        FanId bob = fanOf(agree(startAttempt(preSave()), "bob"));

        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agreeOnThePageOf(ann, "bob");
        assertThat(outcome.fan()).contains(bob);
        assertThat(outcome.location().orElseThrow()).contains("&fan=another&fan_token=" + bob);
        assertThat(fanOf(agreeOnThePageOf(ann, "cleo"))).isNotIn(ann, bob);
        assertThat(world.fans.find(world.project, ann).orElseThrow().ids()).containsExactly(ann);
    }

    @Test
    void a_used_link_that_was_forwarded_does_not_merge_fans() {
        FanId ann = world.fan(World.FAN_NUMBER);
        String link = linkToken(ann);
        agree(startAttempt(query("t", link)), "ann");

        ConnectOutcome outcome = agree(startAttempt(query("t", link)), "mallory");

        assertThat(fanOf(outcome)).isNotEqualTo(ann);
        assertThat(((ConnectOutcome.Ended) outcome).differentFan()).isTrue();
        assertThat(world.connections(ann)).hasSize(1);
        assertThat(world.fans.find(world.project, ann).orElseThrow().of(Identity.Kind.SPOTIFY))
                .hasSize(1);
    }

    @Test
    void only_the_page_that_started_the_attempt_receives_the_fan_token() {
        Map<String, String> linked = preSave();
        linked.remove("origin");
        world.projects.change(
                world.project,
                project ->
                        project.withAllowedOrigins(
                                List.of(ConnectWorld.ORIGIN, "https://shop.example")));

        for (Map<String, String> query :
                List.of(linked, preSave("origin", "https://shop.example"))) {
            ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(startAttempt(query), "ann");
            assertThat(outcome.location().orElseThrow())
                    .startsWith(PAGE + "#action_flows=done&reason=registered&disconnect=")
                    .doesNotContain("fan_token");
            assertThat(outcome.session()).isEmpty();
        }
    }

    @Test
    void fans_are_not_merged_before_additional_scopes_are_granted() {
        FanId byAccount = fanOf(agree(startAttempt(query()), "ann"));
        world.clock.advance(Duration.ofMinutes(1));
        FanId byNumber = world.fan(World.FAN_NUMBER);
        StartResult.Redirect redirect = startAttempt(preSave("t", linkToken(byNumber)));

        ConnectOutcome.AuthorizationRepeated again =
                (ConnectOutcome.AuthorizationRepeated) agree(redirect, "ann");

        for (FanId fan : List.of(byAccount, byNumber)) {
            assertThat(world.fans.find(world.project, fan).orElseThrow().ids())
                    .containsExactly(fan);
        }
        assertThat(again.browser()).isEqualTo(redirect.browser());
    }

    @Test
    void signing_in_as_another_user_for_additional_scopes_creates_another_fan() {
        FanId ann = fanOf(agree(startAttempt(query()), "ann"));
        ConnectOutcome.AuthorizationRepeated again =
                (ConnectOutcome.AuthorizationRepeated) agree(startAttempt(preSave()), "ann");

        ConnectOutcome outcome =
                agree(
                        new StartResult.Redirect(again.project(), again.url(), again.browser()),
                        "bob");

        assertThat(fanOf(outcome)).isNotEqualTo(ann);
        assertThat(world.fans.find(world.project, ann).orElseThrow().ids()).containsExactly(ann);
    }

    @Test
    void scopes_granted_before_are_requested_again() {
        FanId fan = world.fan(World.FAN_NUMBER);
        agree(startAttempt(query("t", linkToken(fan))), "ann");

        ConnectOutcome outcome = agree(startAttempt(preSave()), "ann");

        ConnectOutcome.AuthorizationRepeated again = (ConnectOutcome.AuthorizationRepeated) outcome;
        assertThat(InMemorySpotifySignIn.query(again.url()).get("scope"))
                .isEqualTo("user-follow-modify user-library-modify");
        assertThat(world.connections(fan).getFirst().scopes()).hasSize(2);
        ConnectOutcome second =
                agree(
                        new StartResult.Redirect(again.project(), again.url(), again.browser()),
                        "ann");
        assertThat(endingOf(second)).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
        assertThat(world.connections(fan).getFirst().scopes()).hasSize(2);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void an_apple_music_user_token_connects_the_fan() {
        StartResult.WithMusicKit page =
                (StartResult.WithMusicKit) connect.agreed(request("apple_music", preSave()));

        ConnectOutcome outcome =
                connect.callback.complete(
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
    void replacing_an_apple_music_connection_requires_confirmation() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Map<String, String> query =
                preSave(
                        "fan_token",
                        FanSession.of(project(), fan, world.vault, world.clock.instant()).token());
        StartResult.WithMusicKit page =
                (StartResult.WithMusicKit) connect.agreed(request("apple_music", query));
        connect.callback.complete(
                page.state(),
                Optional.of(page.browser()),
                new ServiceAnswer.UserToken("music-user-token"),
                deadline());
        assertThat(world.connections(fan)).hasSize(1);

        assertThat(
                        ((StartResult.ConfirmationNeeded)
                                        connect.start.start(request("apple_music", query)))
                                .owner())
                .isPresent();
    }

    @Test
    void a_state_is_only_valid_for_its_own_service() {
        StartResult.Redirect redirect = startAttempt(preSave());

        ConnectOutcome outcome =
                connect.callback.complete(
                        state(redirect),
                        Optional.of(redirect.browser()),
                        new ServiceAnswer.UserToken("music-user-token"),
                        deadline());

        assertThat(outcome)
                .isEqualTo(
                        new ConnectOutcome.NotAccepted(
                                ConnectAttemptStore.Refusal.UNKNOWN, Optional.empty()));
        assertNothingStored();
    }
}
