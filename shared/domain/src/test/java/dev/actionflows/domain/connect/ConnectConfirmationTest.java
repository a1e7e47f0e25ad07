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

/** Tokens can be forwarded, so connecting as the token's fan requires confirmation. */
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

    /** Only the project and the given parameters are present. */
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
                        Optional.empty(),
                        Optional.ofNullable(given.get("cookie"))
                                .flatMap(secret -> Browser.parse(secret, true)),
                        Optional.ofNullable(given.get("userAgent")),
                        Optional.empty(),
                        ConnectWorld.WORDING));
    }

    /** The page that asks the visitor whether they are the fan. */
    private StartResult.ConfirmationNeeded confirmation(Map<String, String> given) {
        StartResult.ConfirmationNeeded page = (StartResult.ConfirmationNeeded) start(given);
        assertThat(page.owner()).isPresent();
        return page;
    }

    private Optional<MaskedAddress> address(Map<String, String> given) {
        return confirmation(given).owner().orElseThrow().address();
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
    void a_link_in_a_text_requires_confirmation_before_an_attempt_starts() {
        StartResult.ConfirmationNeeded confirmation = confirmation(Map.of("t", linkToken(fan)));

        assertThat(confirmation.owner().orElseThrow().address())
                .contains(new MaskedAddress(MaskedAddress.Kind.PHONE, "23"));
        assertThat(attempts()).isEmpty();
    }

    @Test
    void confirming_starts_an_attempt_as_that_fan() {
        StartResult.ConfirmationNeeded confirmation = confirmation(Map.of("t", linkToken(fan)));

        assertThat(start(with(confirmation.form(), "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.Redirect.class);
        assertThat(attempts()).extracting(ConnectAttempt::fan).containsExactly(Optional.of(fan));
    }

    @Test
    void a_second_confirmation_page_keeps_the_browsers_cookie() {
        StartResult.ConfirmationNeeded first = confirmation(Map.of("t", linkToken(fan)));
        StartResult.ConfirmationNeeded second =
                confirmation(Map.of("t", linkToken(fan), "cookie", first.browser().secret()));

        assertThat(second.browser()).isEqualTo(first.browser());
    }

    @Test
    void a_confirmation_without_its_cookie_asks_again() {
        StartResult.ConfirmationNeeded confirmation = confirmation(Map.of("t", linkToken(fan)));
        StartResult.ConfirmationNeeded elsewhere = confirmation(Map.of("t", linkToken(fan)));

        assertThat(start(confirmation.form())).isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(start(with(confirmation.form(), "cookie", elsewhere.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void a_confirmation_is_not_valid_for_another_fan() {
        StartResult.ConfirmationNeeded confirmation = confirmation(Map.of("t", linkToken(fan)));
        Map<String, String> form =
                with(
                        confirmation.form(),
                        "t",
                        linkToken(world.fan(new PhoneNumber("+14155550199"))));

        assertThat(start(with(form, "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void a_confirmation_is_not_valid_for_other_parameters() {
        String token = linkToken(fan);
        StartResult.ConfirmationNeeded confirmation =
                confirmation(
                        Map.of("t", token, "fan_token", "x, return=" + ConnectWorld.ORIGIN + "/"));
        Map<String, String> other =
                Map.of(
                        "t",
                        token,
                        "fan_token",
                        "x",
                        "return",
                        ConnectWorld.ORIGIN + "/",
                        "confirmation",
                        String.valueOf(confirmation.form().get("confirmation")));

        assertThat(start(with(other, "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.ConfirmationNeeded.class);
        assertThat(start(with(confirmation.form(), "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.Redirect.class);
    }

    @Test
    void the_requested_action_is_kept_with_either_answer() {
        Map<String, String> purpose =
                Map.of(
                        "action",
                        "presave",
                        "releaseId",
                        world.release.id().value(),
                        "return",
                        ConnectWorld.ORIGIN + "/tour");

        StartResult.ConfirmationNeeded confirmation =
                confirmation(with(purpose, "t", linkToken(fan)));

        assertThat(confirmation.form()).containsAllEntriesOf(purpose);
        assertThat(confirmation.owner().orElseThrow().withoutToken())
                .isEqualTo(
                        "https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&action=presave&releaseId="
                                + world.release.id()
                                + "&return=https%3A%2F%2Fband.example%2Ftour");
    }

    @Test
    void a_fan_token_posted_by_a_page_of_the_project_needs_an_agreement_only() {
        StartResult.ConfirmationNeeded page =
                (StartResult.ConfirmationNeeded)
                        start(Map.of("fan_token", pageToken(), "origin", ConnectWorld.ORIGIN));

        assertThat(page.owner()).isEmpty();
        assertThat(start(with(page.form(), "cookie", page.browser().secret())))
                .isInstanceOf(StartResult.Redirect.class);
        assertThat(attempts()).extracting(ConnectAttempt::fan).containsExactly(Optional.of(fan));
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example", "null", "https://band.example.evil.example", "''"})
    void a_fan_token_posted_by_an_unknown_page_requires_confirmation(String origin) {
        StartResult.ConfirmationNeeded confirmation =
                confirmation(Map.of("fan_token", pageToken(), "origin", origin));

        assertThat(attempts()).isEmpty();
        assertThat(start(with(confirmation.form(), "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.Redirect.class);
    }

    @Test
    void a_link_token_always_requires_confirmation() {
        assertThat(address(Map.of("t", linkToken(fan), "origin", ConnectWorld.ORIGIN))).isPresent();
        assertThat(
                        address(
                                Map.of(
                                        "t", linkToken(fan),
                                        "fan_token", pageToken(),
                                        "origin", ConnectWorld.ORIGIN)))
                .isPresent();
    }

    @Test
    void apple_music_requires_confirmation_as_well() {
        StartResult.ConfirmationNeeded confirmation =
                confirmation(Map.of("provider", "apple_music", "t", linkToken(fan)));
        Map<String, String> form = with(confirmation.form(), "provider", "apple_music");

        assertThat(start(with(form, "cookie", confirmation.browser().secret())))
                .isInstanceOf(StartResult.WithMusicKit.class);
    }

    @Test
    void a_fan_token_posted_in_an_in_app_browser_becomes_a_one_hour_link_with_confirmation() {
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
        assertThat(address(Map.of("t", token))).isPresent();
        world.clock.advance(Duration.ofHours(1));
        assertThat(start(Map.of("t", token)))
                .isEqualTo(new StartResult.NotPossible(Obstacle.LINK_ENDED));
    }

    @Test
    void a_link_of_an_unknown_fan_is_rejected() {
        assertThat(start(Map.of("t", linkToken(new FanId("fan_0123456789abcdef")))))
                .isEqualTo(new StartResult.NotPossible(Obstacle.LINK_ENDED));
    }

    @Test
    void an_address_is_masked() {
        assertThat(address(Map.of("t", linkToken(known(Identity.Kind.EMAIL, "ann@band.example")))))
                .contains(new MaskedAddress(MaskedAddress.Kind.EMAIL, "a•••@b•••"));
        assertThat(address(Map.of("t", linkToken(known(Identity.Kind.SPOTIFY, "ann"))))).isEmpty();
    }

    @Test
    void both_numbers_of_a_fan_are_shown() {
        world.resolver.resolve(
                world.project,
                Optional.of(fan),
                List.of(world.identities.of(world.project, new PhoneNumber("+14155550147"))));

        assertThat(address(Map.of("t", linkToken(fan))))
                .contains(new MaskedAddress(MaskedAddress.Kind.PHONE, "23 / 47"));
    }

    private FanId known(Identity.Kind kind, String value) {
        FanIdentity identity = new IdentityHasher(world.keys).of(world.project, kind, value);
        return world.resolver.resolve(world.project, Optional.empty(), List.of(identity)).id();
    }

    @Test
    void to_string_does_not_contain_the_token() {
        String token = linkToken(fan);

        assertThat(confirmation(Map.of("t", token)).toString()).doesNotContain(token);
    }
}
