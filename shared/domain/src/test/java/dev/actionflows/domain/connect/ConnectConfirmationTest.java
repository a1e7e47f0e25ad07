package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens are forwarded; nobody is connected as the token's fan without confirming it. */
class ConnectConfirmationTest {
    private static final String IN_INSTAGRAM = "Mozilla/5.0 (iPhone) Instagram 350.0.0.25.90";

    private final ConnectWorld connect = new ConnectWorld();
    private final World world = connect.world;
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private String linkToken(FanId of) {
        return new FanToken(world.vault, ConnectLinks.PURPOSE)
                .issue(project(), of, world.clock.instant().plus(Duration.ofDays(30)));
    }

    private String pageToken() {
        return FanSession.of(project(), fan, world.vault, world.clock.instant()).token();
    }

    /** All parameters except the project and those given are absent. */
    private StartResult start(Map<String, String> given) {
        return connect.start.start(
                StartRequest.of(
                        given.getOrDefault("provider", "spotify"),
                        name ->
                                Optional.ofNullable(
                                        name.equals("project")
                                                ? world.project.value()
                                                : given.get(name)),
                        Optional.ofNullable(given.get("origin")),
                        Optional.ofNullable(given.get("cookie"))
                                .flatMap(secret -> Browser.parse(secret, true)),
                        Optional.ofNullable(given.get("userAgent")),
                        Optional.empty()));
    }

    private StartResult.ConfirmationNeeded asked(Map<String, String> given) {
        return (StartResult.ConfirmationNeeded) start(given);
    }

    private static Map<String, String> with(Map<String, String> given, String name, String value) {
        Map<String, String> more = new HashMap<>(given);
        more.put(name, value);
        return more;
    }

    private List<ConnectAttempt> attempts() {
        return connect.attempts.all();
    }

    @Test
    void the_link_in_a_text_asks_for_whom_it_is_before_anything_begins() {
        StartResult.ConfirmationNeeded asked = asked(Map.of("t", linkToken(fan)));

        assertThat(asked.whose()).contains(new MaskedAddress(MaskedAddress.Kind.PHONE, "23"));
        assertThat(attempts()).isEmpty();
    }

    @Test
    void the_button_goes_on_as_that_fan() {
        StartResult.ConfirmationNeeded asked = asked(Map.of("t", linkToken(fan)));

        assertThat(start(with(asked.form(), "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.Elsewhere.class);
        assertThat(attempts()).extracting(ConnectAttempt::fan).containsExactly(Optional.of(fan));
    }

    @Test
    void a_browser_that_was_asked_before_keeps_its_cookie() {
        StartResult.ConfirmationNeeded first = asked(Map.of("t", linkToken(fan)));
        StartResult.ConfirmationNeeded second =
                asked(Map.of("t", linkToken(fan), "cookie", first.browser().secret()));

        assertThat(second.browser()).isEqualTo(first.browser());
    }

    @Test
    void another_browser_without_cookie_or_with_another_one_is_asked_itself() {
        StartResult.ConfirmationNeeded asked = asked(Map.of("t", linkToken(fan)));
        StartResult.ConfirmationNeeded elsewhere = asked(Map.of("t", linkToken(fan)));

        assertThat(start(asked.form())).isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(start(with(asked.form(), "cookie", elsewhere.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void a_yes_to_one_fan_is_none_to_another() {
        StartResult.ConfirmationNeeded asked = asked(Map.of("t", linkToken(fan)));
        Map<String, String> form =
                with(asked.form(), "t", linkToken(world.fan(new PhoneNumber("+14155550199"))));

        assertThat(start(with(form, "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void a_yes_to_one_thing_is_none_to_another_however_it_is_written() {
        String token = linkToken(fan);
        StartResult.ConfirmationNeeded asked =
                asked(Map.of("t", token, "fan_token", "x, return=" + ConnectWorld.ORIGIN + "/"));
        Map<String, String> other =
                Map.of(
                        "t",
                        token,
                        "fan_token",
                        "x",
                        "return",
                        ConnectWorld.ORIGIN + "/",
                        "confirmation",
                        String.valueOf(asked.form().get("confirmation")));

        assertThat(start(with(other, "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(start(with(asked.form(), "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.Elsewhere.class);
    }

    @Test
    void what_the_fan_came_for_is_kept_whatever_the_answer() {
        Map<String, String> purpose =
                Map.of(
                        "action",
                        "presave",
                        "releaseId",
                        world.release.id().value(),
                        "return",
                        ConnectWorld.ORIGIN + "/tour");

        StartResult.ConfirmationNeeded asked = asked(with(purpose, "t", linkToken(fan)));

        assertThat(asked.form()).containsAllEntriesOf(purpose);
        assertThat(asked.withoutToken())
                .isEqualTo(
                        "https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&action=presave&releaseId="
                                + world.release.id()
                                + "&return=https%3A%2F%2Fband.example%2Ftour");
    }

    @Test
    void a_page_of_the_project_posts_the_token_of_the_fan_whom_it_knows() {
        assertThat(start(Map.of("fan_token", pageToken(), "origin", ConnectWorld.ORIGIN)))
                .isInstanceOf(StartResult.Elsewhere.class);
        assertThat(attempts()).extracting(ConnectAttempt::fan).containsExactly(Optional.of(fan));
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example", "null", "https://band.example.evil.example", "''"})
    void a_page_that_is_none_of_the_projects_makes_its_visitors_be_asked(String origin) {
        StartResult.ConfirmationNeeded asked =
                asked(Map.of("fan_token", pageToken(), "origin", origin));

        assertThat(attempts()).isEmpty();
        assertThat(start(with(asked.form(), "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.Elsewhere.class);
    }

    @Test
    void a_link_stays_a_link_whatever_page_posts_it() {
        assertThat(start(Map.of("t", linkToken(fan), "origin", ConnectWorld.ORIGIN)))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(
                        start(
                                Map.of(
                                        "t", linkToken(fan),
                                        "fan_token", pageToken(),
                                        "origin", ConnectWorld.ORIGIN)))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
    }

    @Test
    void apples_page_comes_after_the_question_too() {
        StartResult.ConfirmationNeeded asked =
                asked(Map.of("provider", "apple_music", "t", linkToken(fan)));
        Map<String, String> form = with(asked.form(), "provider", "apple_music");

        assertThat(start(with(form, "cookie", asked.browser().secret())))
                .isInstanceOf(StartResult.WithMusicKit.class);
    }

    @Test
    void a_fan_token_that_was_posted_inside_an_app_becomes_a_link_of_an_hour_that_asks() {
        StartResult.OtherBrowserNeeded needed =
                (StartResult.OtherBrowserNeeded)
                        start(
                                Map.of(
                                        "fan_token",
                                        pageToken(),
                                        "origin",
                                        ConnectWorld.ORIGIN,
                                        "userAgent",
                                        IN_INSTAGRAM));

        assertThat(needed.link()).doesNotContain("fan_token", pageToken());
        String token = String.valueOf(InMemorySpotifySignIn.query(needed.link()).get("t"));
        assertThat(asked(Map.of("t", token)).whose()).isPresent();
        world.clock.advance(Duration.ofHours(1));
        assertThat(start(Map.of("t", token)))
                .isEqualTo(new StartResult.NotPossible(Obstacle.LINK_ENDED));
    }

    @Test
    void a_fan_who_is_no_more_has_no_link() {
        assertThat(start(Map.of("t", linkToken(new FanId("fan_0123456789abcdef")))))
                .isEqualTo(new StartResult.NotPossible(Obstacle.LINK_ENDED));
    }

    @Test
    void an_address_is_shown_so_that_only_its_owner_knows_it() {
        assertThat(
                        asked(
                                        Map.of(
                                                "t",
                                                linkToken(
                                                        known(
                                                                Identity.Kind.EMAIL,
                                                                "ann@band.example"))))
                                .whose())
                .contains(new MaskedAddress(MaskedAddress.Kind.EMAIL, "a•••@b•••"));
        assertThat(asked(Map.of("t", linkToken(known(Identity.Kind.SPOTIFY, "ann")))).whose())
                .isEmpty();
    }

    @Test
    void a_fan_with_two_numbers_recognises_either() {
        world.resolver.resolve(
                world.project,
                Optional.of(fan),
                List.of(world.identities.of(world.project, new PhoneNumber("+14155550147"))));

        assertThat(asked(Map.of("t", linkToken(fan))).whose())
                .contains(new MaskedAddress(MaskedAddress.Kind.PHONE, "23 or 47"));
    }

    private FanId known(Identity.Kind kind, String value) {
        FanIdentity identity = new IdentityHasher(world.keys).of(world.project, kind, value);
        return world.resolver.resolve(world.project, Optional.empty(), List.of(identity)).id();
    }

    @Test
    void nothing_tells_the_token_by_accident() {
        String token = linkToken(fan);

        assertThat(asked(Map.of("t", token)).toString()).doesNotContain(token);
    }
}
