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

/** Starting an attempt, from each place, and what prevents it. */
class ConnectStartTest extends ConnectFixture {
    private Obstacle obstacle(String provider, Map<String, String> query) {
        return ((StartResult.NotPossible) connect.start.start(request(provider, query))).obstacle();
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
        assertThat(leave(preSave("cookie", "not ours")).browser()).isNotEqualTo(first.browser());
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
