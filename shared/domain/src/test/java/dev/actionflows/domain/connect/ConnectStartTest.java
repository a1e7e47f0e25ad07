package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starting a connect attempt from each entry point, and what prevents it. */
class ConnectStartTest extends ConnectFixture {
    private Obstacle obstacle(String provider, Map<String, String> query) {
        return ((StartResult.NotPossible) connect.start.start(request(provider, query))).obstacle();
    }

    @Test
    void only_the_scopes_that_the_action_needs_are_requested() {
        assertThat(InMemorySpotifySignIn.query(startAttempt(preSave()).url()))
                .containsEntry("scope", "user-library-modify")
                .containsEntry("client_id", "client")
                .containsEntry(
                        "redirect_uri", "https://flows.example.com/connect/spotify/callback");
    }

    @Test
    void a_link_requests_the_scopes_for_playlists_only_if_a_step_needs_them() {
        FanId fan = world.fan(World.FAN_NUMBER);
        String withPlaylists =
                new FanToken(world.vault, ConnectLinks.PLAYLISTS_PURPOSE)
                        .issue(project(), fan, world.clock.instant().plus(Duration.ofDays(30)));

        assertThat(scopesOf(query("t", linkToken(fan))))
                .isEqualTo("user-follow-modify user-library-modify");
        assertThat(scopesOf(query("t", withPlaylists)))
                .isEqualTo("playlist-modify-public user-follow-modify user-library-modify");
        assertThat(scopesOf(preSave("t", withPlaylists))).isEqualTo("user-library-modify");
    }

    private String scopesOf(Map<String, String> query) {
        return InMemorySpotifySignIn.query(startAttempt(query).url()).getOrDefault("scope", "none");
    }

    @Test
    void secrets_of_the_browser_are_not_stored_in_plain_text() {
        StartResult.Redirect redirect = startAttempt(preSave());

        assertThat(connect.attempts.all().toString())
                .doesNotContain(redirect.browser().secret())
                .doesNotContain(state(redirect).split("\\.", -1)[1]);
    }

    @Test
    void a_browser_keeps_its_cookie_across_attempts() {
        StartResult.Redirect first = startAttempt(preSave());
        StartResult.Redirect second = startAttempt(preSave("cookie", first.browser().secret()));

        assertThat(second.browser()).isEqualTo(first.browser());
        assertThat(state(second)).isNotEqualTo(state(first));
        assertThat(startAttempt(preSave("cookie", "not ours")).browser())
                .isNotEqualTo(first.browser());
    }

    @Test
    void unknown_services_projects_actions_and_releases_are_reported() {
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
    void a_forged_expired_or_foreign_token_is_rejected() {
        FanId fan = world.fan(World.FAN_NUMBER);
        String token = linkToken(fan);
        Project other =
                Project.created(
                        new dev.actionflows.domain.id.ProjectId("prj_0123456789abcdef"),
                        "Other",
                        project().plan(),
                        project().publicBaseUrl(),
                        world.keys.createDataKey(
                                new dev.actionflows.domain.id.ProjectId("prj_0123456789abcdef")),
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
        assertThat(obstacle("spotify", query("fan_token", token))).isEqualTo(Obstacle.LINK_ENDED);
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
    void a_return_page_of_another_origin_is_rejected(String page) {
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
    void the_fan_returns_to_a_page_of_the_project(String page, String expected) {
        startAttempt(preSave("return", page));

        assertThat(connect.attempts.all().getFirst().returnTo()).contains(expected);
    }

    @Test
    void a_page_that_is_no_longer_allowed_receives_no_redirect() {
        StartResult.Redirect redirect = startAttempt(preSave());
        world.projects.change(world.project, it -> it.withAllowedOrigins(List.of()));

        assertThat(((ConnectOutcome.Ended) agree(redirect, "ann")).location()).isEmpty();
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
    void an_in_app_browser_is_sent_to_the_system_browser(String userAgent) {
        StartResult.OtherBrowserNeeded needed =
                (StartResult.OtherBrowserNeeded)
                        connect.start.start(request("spotify", preSave("userAgent", userAgent)));

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
    void a_regular_browser_continues_to_the_service() {
        assertThat(
                        connect.agreed(
                                request(
                                        "spotify",
                                        preSave(
                                                "userAgent",
                                                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like"
                                                        + " Mac OS X) AppleWebKit/605.1.15"
                                                        + " Version/18.0 Mobile Safari/604.1"))))
                .isInstanceOf(StartResult.Redirect.class);
    }

    @Test
    void to_string_does_not_contain_secrets() {
        StartResult.Redirect redirect = startAttempt(preSave());
        ConnectOutcome.Ended outcome = (ConnectOutcome.Ended) agree(redirect, "ann");

        assertThat(redirect.browser()).asString().doesNotContain(redirect.browser().secret());
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
