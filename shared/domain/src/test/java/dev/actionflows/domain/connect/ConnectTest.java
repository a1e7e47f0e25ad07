package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fans connect streaming accounts, and act there at once. */
class ConnectTest {
    private static final String PAGE = ConnectWorld.ORIGIN + "/tour";

    private final ConnectWorld connect = new ConnectWorld();
    private final World world = connect.world;

    /** A start's parameters, as the query names them. */
    private static StartRequest request(String provider, Map<String, String> query) {
        return StartRequest.of(
                provider,
                name -> Optional.ofNullable(query.get(name)),
                Optional.ofNullable(query.get("origin")),
                Optional.ofNullable(query.get("cookie"))
                        .flatMap(secret -> Browser.parse(secret, true)),
                Optional.ofNullable(query.get("userAgent")),
                Optional.ofNullable(query.get("address")));
    }

    private Map<String, String> query(String... pairs) {
        Map<String, String> query = new HashMap<>(Map.of("project", world.project.value()));
        for (int i = 0; i < pairs.length; i += 2) {
            query.put(pairs[i], pairs[i + 1]);
        }
        return query;
    }

    private Map<String, String> preSave(String... pairs) {
        Map<String, String> query =
                query("action", "presave", "return", PAGE, "origin", ConnectWorld.ORIGIN);
        query.put("releaseId", world.release.id().value());
        query.putAll(query(pairs));
        return query;
    }

    /** Whoever is asked says yes. */
    private StartResult.Elsewhere leave(Map<String, String> query) {
        StartResult started = connect.start.start(request("spotify", query));
        return started instanceof StartResult.ConfirmationNeeded question
                ? (StartResult.Elsewhere) confirm(question, question.browser().secret())
                : (StartResult.Elsewhere) started;
    }

    private StartResult confirm(StartResult.ConfirmationNeeded question, String cookie) {
        Map<String, String> form = new HashMap<>(question.form());
        form.put("cookie", cookie);
        return connect.start.start(request("spotify", form));
    }

    private static String state(StartResult.Elsewhere left) {
        return InMemorySpotifySignIn.query(left.url()).getOrDefault("state", "");
    }

    private Deadline deadline() {
        return new Deadline(world.clock.instant().plusSeconds(15), world.clock);
    }

    private ConnectOutcome agree(StartResult.Elsewhere left, String account) {
        return agree(connect.comeBack, left, account);
    }

    private ConnectOutcome agree(
            ConnectCallback comeBack, StartResult.Elsewhere left, String account) {
        return comeBack.comeBack(
                state(left),
                Optional.of(left.browser()),
                new ServiceAnswer.Code(connect.spotifySignIn.agree(left.url(), account)),
                deadline());
    }

    private static Ending endingOf(ConnectOutcome outcome) {
        return ((ConnectOutcome.Ended) outcome).ending();
    }

    private static FanId fanOf(ConnectOutcome outcome) {
        return ((ConnectOutcome.Ended) outcome).fan().orElseThrow();
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private String linkToken(FanId fan) {
        return new FanToken(world.vault, ConnectLinks.PURPOSE)
                .issue(project(), fan, world.clock.instant().plus(Duration.ofDays(30)));
    }

    @Nested
    class Rates {
        private StartResult start(String provider, String... pairs) {
            return connect.start.start(request(provider, query(pairs)));
        }

        private int let(int asked, String provider, String... pairs) {
            int let = 0;
            for (int times = 0; times < asked; times++) {
                try {
                    start(provider, pairs);
                    let++;
                } catch (ProblemException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.retryAfter().orElseThrow()).isPositive();
                }
            }
            return let;
        }

        @Test
        void one_client_sets_out_so_often_and_keeps_nobody_else_from_it() {
            assertThat(let(150, "spotify", "address", "203.0.113.7")).isEqualTo(100);
            assertThat(let(5, "spotify", "address", "203.0.113.8")).isEqualTo(5);
            world.clock.advance(Duration.ofMinutes(10));
            assertThat(let(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
        }

        @Test
        void few_of_one_client_become_somebody_new_at_apple() {
            String token =
                    FanSession.of(
                                    world.projects.find(world.project).orElseThrow(),
                                    world.fan(World.FAN_NUMBER),
                                    world.vault,
                                    world.clock.instant())
                            .token();

            assertThat(let(30, "apple_music", "address", "203.0.113.7")).isEqualTo(20);
            assertThat(
                            let(
                                    30,
                                    "apple_music",
                                    "address",
                                    "203.0.113.7",
                                    "fan_token",
                                    token,
                                    "origin",
                                    ConnectWorld.ORIGIN))
                    .isEqualTo(30);
            assertThat(let(5, "spotify", "address", "203.0.113.7")).isEqualTo(5);
        }

        @Test
        void all_of_one_project_set_out_so_often() {
            assertThat(let(1_100, "spotify")).isEqualTo(1_000);
            world.clock.advance(Duration.ofSeconds(10));
            assertThat(let(5, "spotify")).isEqualTo(5);
        }

        @Test
        void who_is_refused_for_another_reason_does_not_count() {
            for (int times = 0; times < 200; times++) {
                start("spotify", "action", "dance", "address", "203.0.113.7");
            }
            assertThat(let(100, "spotify", "address", "203.0.113.7")).isEqualTo(100);
        }
    }

    @BeforeEach
    void a_flow_listens_to_pre_saves() {
        world.flows.activate(
                world.project,
                world.flows
                        .create(
                                world.project,
                                new FlowDefinition(
                                        "Thank",
                                        new Trigger.OfRelease(
                                                TriggerType.RELEASE_PRESAVED,
                                                Optional.of(world.release.id()),
                                                Optional.empty()),
                                        List.of(new Step.AddToSegment(world.segment.id())),
                                        ReEntry.EVERY_EVENT,
                                        OnFailure.CONTINUE))
                        .id());
        // that of the flow, which was activated
        world.wakeUps.take();
    }

    @Nested
    class Arriving {
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
            assertThat(
                            world.vault.open(
                                    project(), connection.tokenContext(), connection.userToken()))
                    .isEqualTo("refresh-token-1");
            assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan))
                    .isPresent();
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
            String token =
                    FanSession.of(project(), fan, world.vault, world.clock.instant()).token();
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
            assertThat(world.fans.find(world.project, fan).orElseThrow().identities())
                    .hasSize(2);
        }

        @Test
        void who_signs_in_where_somebody_else_has_left_a_token_is_not_joined_to_them() {
            FanId ann = fanOf(agree(leave(preSave()), "ann"));
            FanId bob = fanOf(agree(leave(preSave()), "bob"));

            ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agreeOnThePageOf(ann, "bob");
            assertThat(outcome.fan()).contains(bob);
            assertThat(outcome.location().orElseThrow()).contains("&fan=another&fan_token=" + bob);
            assertThat(fanOf(agreeOnThePageOf(ann, "cleo"))).isNotIn(ann, bob);
            assertThat(world.fans.find(world.project, ann).orElseThrow().ids())
                    .containsExactly(ann);
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
            assertThat(
                            world.fans.find(world.project, ann)
                                    .orElseThrow()
                                    .of(Identity.Kind.SPOTIFY))
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
                assertThat(outcome.location())
                        .contains(PAGE + "#action_flows=done&reason=registered");
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
                            new StartResult.Elsewhere(
                                    again.project(), again.url(), again.browser()),
                            "bob");

            assertThat(fanOf(outcome)).isNotEqualTo(ann);
            assertThat(world.fans.find(world.project, ann).orElseThrow().ids())
                    .containsExactly(ann);
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
                            new StartResult.Elsewhere(
                                    again.project(), again.url(), again.browser()),
                            "ann");
            assertThat(endingOf(second)).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
            assertThat(world.connections(fan).getFirst().scopes()).hasSize(2);
            assertThat(world.executions.started()).hasSize(1);
        }

        @Test
        void a_fan_who_brings_an_apple_music_token_is_connected() {
            StartResult.WithMusicKit page =
                    (StartResult.WithMusicKit)
                            connect.start.start(request("apple_music", preSave()));

            ConnectOutcome outcome =
                    connect.comeBack.comeBack(
                            page.state(),
                            Optional.of(page.browser()),
                            new ServiceAnswer.UserToken("music-user-token"),
                            deadline());

            assertThat(endingOf(outcome))
                    .isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
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
                            FanSession.of(project(), fan, world.vault, world.clock.instant())
                                    .token());
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

    @Nested
    class NotArriving {
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

        /** A code that an attacker slips into the fan's own callback (RFC 9700, section 4.5). */
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
                            PAGE
                                    + "#action_flows=failed&reason=forbidden&connected=true&fan_token=");
            assertThat(world.connections(fanOf(outcome))).hasSize(1);
            assertThat(world.executions.started()).isEmpty();
        }
    }

    @Nested
    class Forged {
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
                            // as another host of the same domain could have planted it
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

    private void assertNothingStored() {
        assertThat(world.executions.started()).isEmpty();
        assertThat(world.wakeUps.take()).isEmpty();
        assertThat(
                        world.fans.findIdentity(
                                world.project,
                                world.identities
                                        .of(
                                                world.project,
                                                dev.actionflows.domain.fan.Identity.Kind.SPOTIFY,
                                                "ann")
                                        .identity()))
                .isEmpty();
    }

    @Nested
    class Starting {
        private Obstacle obstacle(String provider, Map<String, String> query) {
            return ((StartResult.NotPossible) connect.start.start(request(provider, query)))
                    .obstacle();
        }

        @Test
        void a_fan_is_asked_for_as_little_as_the_action_needs() {
            assertThat(InMemorySpotifySignIn.query(leave(preSave()).url()))
                    .containsEntry("scope", "user-library-modify")
                    .containsEntry("client_id", "client")
                    .containsEntry(
                            "redirect_uri", "https://flows.example.com/connect/spotify/callback");
        }

        @Test
        void nothing_that_the_browser_gets_is_stored_as_it_is() {
            StartResult.Elsewhere left = leave(preSave());

            assertThat(connect.attempts.all().toString())
                    .doesNotContain(left.browser().secret())
                    .doesNotContain(state(left).split("\\.", -1)[1]);
        }

        @Test
        void a_browser_that_comes_twice_stays_the_same() {
            StartResult.Elsewhere first = leave(preSave());
            StartResult.Elsewhere second = leave(preSave("cookie", first.browser().secret()));

            assertThat(second.browser()).isEqualTo(first.browser());
            assertThat(state(second)).isNotEqualTo(state(first));
            assertThat(leave(preSave("cookie", "not ours")).browser())
                    .isNotEqualTo(first.browser());
        }

        @Test
        void what_is_not_there_is_told() {
            assertThat(obstacle("deezer", preSave())).isEqualTo(Obstacle.NO_SUCH_SERVICE);
            assertThat(obstacle("spotify", Map.of())).isEqualTo(Obstacle.NO_SUCH_PROJECT);
            assertThat(obstacle("spotify", query("project", "prj_0123456789abcdef")))
                    .isEqualTo(Obstacle.NO_SUCH_PROJECT);
            assertThat(obstacle("spotify", query("action", "dance")))
                    .isEqualTo(Obstacle.NO_SUCH_ACTION);
            assertThat(obstacle("spotify", query("action", "presave")))
                    .isEqualTo(Obstacle.NO_SUCH_ACTION);
            assertThat(obstacle("spotify", preSave("releaseId", "rel_0123456789abcdef")))
                    .isEqualTo(Obstacle.NO_SUCH_THING);
            assertThat(connect.attempts.all()).isEmpty();
        }

        @Test
        void a_token_that_is_forged_ended_of_another_project_or_purpose_is_refused() {
            FanId fan = world.fan(World.FAN_NUMBER);
            String token = linkToken(fan);
            Project other =
                    Project.created(
                            new dev.actionflows.domain.id.ProjectId("prj_0123456789abcdef"),
                            "Other",
                            project().plan(),
                            project().publicBaseUrl(),
                            world.keys.createDataKey(
                                    new dev.actionflows.domain.id.ProjectId(
                                            "prj_0123456789abcdef")),
                            project().keys(),
                            world.clock.instant());
            Instant later = world.clock.instant().plus(Duration.ofDays(1));

            assertThat(obstacle("spotify", query("t", token + "x"))).isEqualTo(Obstacle.LINK_ENDED);
            assertThat(obstacle("spotify", query("t", ""))).isEqualTo(Obstacle.LINK_ENDED);
            assertThat(
                            obstacle(
                                    "spotify",
                                    query(
                                            "t",
                                            new FanToken(world.vault, ConnectLinks.PURPOSE)
                                                    .issue(other, fan, later))))
                    .isEqualTo(Obstacle.LINK_ENDED);
            assertThat(obstacle("spotify", query("fan_token", token)))
                    .isEqualTo(Obstacle.LINK_ENDED);
            assertThat(
                            obstacle(
                                    "spotify",
                                    query(
                                            "t",
                                            FanSession.tokens(world.vault)
                                                    .issue(project(), fan, later))))
                    .isEqualTo(Obstacle.LINK_ENDED);
            world.clock.advance(Duration.ofDays(30));
            assertThat(obstacle("spotify", query("t", token))).isEqualTo(Obstacle.LINK_ENDED);
            assertThat(connect.attempts.all()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/tour",
                    "//band.example/tour",
                    "javascript:alert(1)",
                    "http://band.example/tour",
                    "https://band.example.evil.example/",
                    "https://evil.example/https://band.example",
                    "https://band.example:8443/",
                    "https://band.example@evil.example/",
                    "https://evil.example\\@band.example/",
                    "https://user@band.example/",
                    "https://bänd.example/",
                    "https://band.example\\@evil.example/",
                    "https://band.example\\.evil.example/",
                    "https://evil.example#@band.example/",
                    "https://evil.example?@band.example/",
                    "https://band.example%2f.evil.example/",
                    "https://band.example%00.evil.example/",
                    "https://band.example .evil.example/",
                    "https://band.example\u3002evil.example/",
                    "https://band.example\t.evil.example/",
                    "https://band.example/\r\nSet-Cookie: a=b",
                    "https://band.example/\tx",
                    "https://band.example/\u0000",
                    "https://band.example/\uD83D",
                    "https:band.example/",
                    "https:/band.example/",
                    "https:///band.example/",
                    "https:\\\\band.example/",
                    "https://band.example:443:8443/",
                    "https://band.example:99999/",
                    "https://band.example:4x3/",
                    "https://[band.example]/",
                    "data:text/html,https://band.example/",
                })
        void a_page_that_is_not_the_projects_own_is_refused(String page) {
            assertThat(obstacle("spotify", preSave("return", page)))
                    .isEqualTo(Obstacle.PAGE_NOT_ALLOWED);
        }

        @ParameterizedTest
        @CsvSource({
            "https://band.example, https://band.example/",
            "HTTPS://Band.Example:443/a?b=c, https://band.example/a?b=c",
            "https://band.example/ä, https://band.example/%C3%A4",
            "https://band.example/%20x?y=%26, https://band.example/%20x?y=%26",
            "https://band.example?y=1, https://band.example/?y=1",
            "https://band.example:/a, https://band.example/a",
            "https://band.example/tour?utm_campaign=A|B,"
                    + " https://band.example/tour?utm_campaign=A%7CB",
            "https://band.example/a|b^c`d{e}f, https://band.example/a%7Cb%5Ec%60d%7Be%7Df",
            "https://band.example/a b?c d, https://band.example/a%20b?c%20d",
            "https://band.example/?q=<\"é🔥\">,"
                    + " https://band.example/?q=%3C%22%C3%A9%F0%9F%94%A5%22%3E",
            "https://band.example/?filter[city]=x&y=a%zz%2,"
                    + " https://band.example/?filter[city]=x&y=a%25zz%252",
            "https://band.example/\\evil.example, https://band.example/%5Cevil.example",
            "https://band.example//evil.example, https://band.example//evil.example",
            "https://band.example/a?b#top|x, https://band.example/a?b",
            "https://band.example/#action_flows=done, https://band.example/",
            "' https://band.example/a ', https://band.example/a"
        })
        void a_page_of_the_project_is_where_the_fan_returns(String page, String expected) {
            leave(preSave("return", page));

            assertThat(connect.attempts.all().getFirst().returnTo()).contains(expected);
        }

        @Test
        void a_page_that_is_not_allowed_any_more_gets_nobody_back() {
            StartResult.Elsewhere left = leave(preSave());
            world.projects.change(world.project, it -> it.withAllowedOrigins(List.of()));

            assertThat(((ConnectOutcome.Ended) agree(left, "ann")).location()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
                            + " Mobile/22A Instagram 350.0.0.25 (iPhone16,1; iOS 18_0)",
                    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130 Mobile"
                            + " Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0.0;]",
                    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/480.0]",
                    "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile musical_ly_2023"
                            + " BytedanceWebview/d8a21c6",
                    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 TikTok 37.0"
                })
        void a_browser_inside_an_app_is_told_to_open_a_real_one(String userAgent) {
            StartResult.OtherBrowserNeeded needed =
                    (StartResult.OtherBrowserNeeded)
                            connect.start.start(
                                    request("spotify", preSave("userAgent", userAgent)));

            assertThat(needed.link())
                    .isEqualTo(
                            "https://flows.example.com/connect/spotify/start?project="
                                    + world.project
                                    + "&action=presave&releaseId="
                                    + world.release.id()
                                    + "&return=https%3A%2F%2Fband.example%2Ftour");
            assertThat(connect.attempts.all()).isEmpty();
        }

        @Test
        void a_real_browser_goes_its_way() {
            assertThat(
                            connect.start.start(
                                    request(
                                            "spotify",
                                            preSave(
                                                    "userAgent",
                                                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like"
                                                        + " Mac OS X) AppleWebKit/605.1.15"
                                                        + " Version/18.0 Mobile Safari/604.1"))))
                    .isInstanceOf(StartResult.Elsewhere.class);
        }
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

    /** Whatever dies on the way, another attempt gets the fan there, and nothing happens twice. */
    @Nested
    class Interrupted {
        private final RuntimeException busy =
                new ProblemException(ErrorCode.TRY_AGAIN, "a service is busy");

        private void assertAnotherAttemptSucceeds(ConnectCallback broken) {
            StartResult.Elsewhere left = leave(preSave());
            assertThatExceptionOfType(ConnectInterruptedException.class)
                    .isThrownBy(() -> agree(broken, left, "ann"))
                    .satisfies(e -> assertThat(e.startAgain()).isPresent())
                    .satisfies(e -> assertThat(e.isPassing()).isTrue());

            ConnectOutcome outcome = agree(leave(preSave()), "ann");

            assertThat(endingOf(outcome))
                    .isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
            assertThat(world.connections(fanOf(outcome))).hasSize(1);
            assertThat(world.executions.started()).hasSize(1);
        }

        @Test
        void before_the_wake_up() {
            assertAnotherAttemptSucceeds(
                    connect.comeBack(
                            connect.attempts,
                            world.fans,
                            new WakeUpQueue() {
                                @Override
                                public void send(WakeUp.RequirementMet wakeUp) {
                                    throw busy;
                                }

                                @Override
                                public int sendDue(
                                        List<dev.actionflows.domain.run.DueRunIndex.DueRun> due,
                                        Instant now) {
                                    throw busy;
                                }

                                @Override
                                public int queued() {
                                    throw busy;
                                }
                            },
                            world.reader,
                            world.intake));
            assertThat(world.wakeUps.take()).isPresent();
        }

        @Test
        void before_the_trigger() {
            assertAnotherAttemptSucceeds(
                    connect.comeBack(
                            connect.attempts,
                            world.fans,
                            world.wakeUps,
                            new ScriptedIntakeReader(
                                    world.reader,
                                    (project, identity, type, scopes) -> {
                                        throw busy;
                                    }),
                            world.intake));
        }

        @Test
        void the_connection_is_stored_before_anything_else_that_can_fail() {
            ConnectCallback broken =
                    connect.comeBack(
                            connect.attempts,
                            world.fans,
                            world.wakeUps,
                            new ScriptedIntakeReader(
                                    world.reader,
                                    (project, identity, type, scopes) -> {
                                        throw busy;
                                    }),
                            world.intake);
            FanId fan = world.fan(World.FAN_NUMBER);
            StartResult.Elsewhere left = leave(preSave("t", linkToken(fan)));

            assertThatExceptionOfType(ConnectInterruptedException.class)
                    .isThrownBy(() -> agree(broken, left, "ann"));

            assertThat(world.connections(fan)).hasSize(1);
            assertThat(world.wakeUps.take()).isPresent();
        }
    }

    @Test
    void secrets_are_in_no_texts_that_could_be_logged() {
        StartResult.Elsewhere left = leave(preSave());
        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(left, "ann");

        assertThat(left.browser()).asString().doesNotContain(left.browser().secret());
        assertThat(outcome.session().orElseThrow())
                .asString()
                .doesNotContain(outcome.session().orElseThrow().token());
        assertThat(new ServiceAnswer.Code("secret")).asString().doesNotContain("secret");
        assertThat(new ServiceAnswer.UserToken("secret")).asString().doesNotContain("secret");
        assertThat(request("spotify", query("t", "secret", "fan_token", "secret")).toString())
                .doesNotContain("secret");
        assertThat(Set.copyOf(connect.attempts.all())).hasSize(1);
    }
}
