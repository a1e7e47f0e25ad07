package dev.actionflows.streamingconnect;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Fans who come from a page about a release that we host, and go back to it. */
class HostedPageTest {
    private static final String BROWSER = "00112233445566778899aabbccddeeff";
    private static final String PAGE = "https://flows.example.com/r/low-tide";

    private final ConnectWorld connect = new ConnectWorld();
    private final World world = connect.world;
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final StreamingConnectHandler handler =
            new StreamingConnectHandler(
                    new ConnectEndpoint(
                            connect.start,
                            connect.callback,
                            connect.disconnector,
                            new Pages(
                                    world.ids,
                                    "https://js-cdn.music.apple.com/musickit/v3/musickit.js",
                                    "https://accounts.spotify.com")),
                    new Log(new ByteArrayOutputStream(), world.clock),
                    world.clock);

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private String cookieName() {
        return "__Host-action_flows_fan_" + world.project;
    }

    private APIGatewayProxyResponseEvent handle(
            APIGatewayProxyRequestEvent event, Optional<String> fanCookie) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put(
                "Cookie",
                "__Host-action_flows_browser="
                        + BROWSER
                        + fanCookie.map(it -> "; " + cookieName() + "=" + it).orElse(""));
        return Invocations.invoke(
                handler,
                event.withHeaders(headers),
                APIGatewayProxyResponseEvent.class,
                new TestContext());
    }

    /** The link behind a button of the page. */
    private APIGatewayProxyRequestEvent link(String returnTo) {
        APIGatewayProxyRequestEvent event =
                SampleEvents.read(
                        "streaming-connect/start-spotify.json", APIGatewayProxyRequestEvent.class);
        Map<String, String> query = new HashMap<>();
        query.put("project", world.project.value());
        query.put("action", "presave");
        query.put("releaseId", world.release.id().value());
        query.put("return", returnTo);
        return event.withQueryStringParameters(query);
    }

    /** Presses the button; returns the address of the service's page. */
    private String leave(APIGatewayProxyResponseEvent question) {
        return String.valueOf(
                handle(AgreementButton.pressed(question, "spotify"), Optional.empty())
                        .getHeaders()
                        .get("Location"));
    }

    /** Presses the button, and declines at the service. */
    private APIGatewayProxyResponseEvent decline(APIGatewayProxyResponseEvent question) {
        APIGatewayProxyRequestEvent callback =
                SampleEvents.read(
                        "streaming-connect/callback-spotify-declined.json",
                        APIGatewayProxyRequestEvent.class);
        callback.getQueryStringParameters()
                .put(
                        "state",
                        InMemorySpotifySignIn.query(leave(question)).getOrDefault("state", ""));
        return handle(callback, Optional.empty());
    }

    /** Presses the button, and agrees at the service. */
    private APIGatewayProxyResponseEvent complete(APIGatewayProxyResponseEvent question) {
        String page = leave(question);
        APIGatewayProxyRequestEvent callback =
                SampleEvents.read(
                        "streaming-connect/callback-spotify.json",
                        APIGatewayProxyRequestEvent.class);
        callback.getQueryStringParameters()
                .put("state", InMemorySpotifySignIn.query(page).getOrDefault("state", ""));
        callback.getQueryStringParameters().put("code", connect.spotifySignIn.agree(page, "ann"));
        return handle(callback, Optional.empty());
    }

    /** The fan whom the cookie in the response identifies. */
    private Optional<FanId> known(APIGatewayProxyResponseEvent response) {
        return Optional.ofNullable(response.getHeaders().get("Set-Cookie"))
                .filter(it -> it.startsWith(cookieName() + "="))
                .map(it -> it.substring(cookieName().length() + 1, it.indexOf(';')))
                .flatMap(
                        token ->
                                FanSession.tokens(world.vault)
                                        .verify(project(), token, world.clock.instant()));
    }

    private String token(Duration validity) {
        return new FanToken(world.vault, FanSession.PURPOSE)
                .issue(project(), fan, world.clock.instant().plus(validity));
    }

    @Test
    void a_stranger_who_connects_is_known_to_the_page_afterwards_and_led_back() {
        APIGatewayProxyResponseEvent question = handle(link(PAGE), Optional.empty());
        assertThat(question.getBody()).contains("Connect Spotify", "href=\"" + PAGE + "\"");

        APIGatewayProxyResponseEvent done = complete(question);

        assertThat(done.getStatusCode()).isEqualTo(200);
        assertThat(done.getBody())
                .contains(
                        "All done",
                        "href=\"" + PAGE + "?done=presave\">Back to the page",
                        "/disconnect");
        assertThat(done.getHeaders().get("Set-Cookie"))
                .endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax");
        FanId connected = known(done).orElseThrow();
        assertThat(connected).isNotEqualTo(fan);
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), connected))
                .isPresent();
    }

    @Test
    void a_fan_whom_the_page_knows_is_asked_and_connects_as_that_fan() {
        APIGatewayProxyResponseEvent question =
                handle(link(PAGE), Optional.of(token(Duration.ofHours(1))));
        assertThat(question.getBody()).contains("Is this you?", "the phone number that ends in 23");

        APIGatewayProxyResponseEvent done = complete(question);

        assertThat(done.getBody()).contains("You are connected");
        assertThat(world.connections(fan)).hasSize(1);
        assertThat(done.getHeaders()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void another_person_at_the_same_browser_connects_as_themselves() {
        Optional<String> cookie = Optional.of(token(Duration.ofHours(1)));
        APIGatewayProxyResponseEvent question = handle(link(PAGE), cookie);
        APIGatewayProxyRequestEvent notMe = link(PAGE);
        notMe.getQueryStringParameters().put("someone-else", "true");
        assertThat(question.getBody()).contains("&amp;someone-else=true\">Not me");

        APIGatewayProxyResponseEvent agreement = handle(notMe, cookie);
        assertThat(agreement.getBody()).contains("Connect Spotify").doesNotContain("Is this you?");
        APIGatewayProxyResponseEvent done = complete(agreement);

        assertThat(world.connections(fan)).isEmpty();
        assertThat(known(done)).isPresent().get().isNotEqualTo(fan);
    }

    @Test
    void a_cookie_that_another_host_could_have_set_is_ignored() {
        APIGatewayProxyRequestEvent planted = link(PAGE);
        Map<String, String> headers = new HashMap<>(planted.getHeaders());
        headers.put(
                "Cookie", "action_flows_fan_" + world.project + "=" + token(Duration.ofHours(1)));
        APIGatewayProxyResponseEvent page =
                Invocations.invoke(
                        handler,
                        planted.withHeaders(headers),
                        APIGatewayProxyResponseEvent.class,
                        new TestContext());

        assertThat(page.getBody()).contains("Connect Spotify").doesNotContain("Is this you?");
    }

    @Test
    void whoever_has_the_link_of_a_fan_does_not_become_that_fan_on_our_pages() {
        APIGatewayProxyRequestEvent forwarded = link(PAGE);
        forwarded
                .getQueryStringParameters()
                .put(
                        "t",
                        new FanToken(world.vault, ConnectLinks.PURPOSE)
                                .issue(
                                        project(),
                                        fan,
                                        world.clock.instant().plus(Duration.ofDays(1))));
        APIGatewayProxyResponseEvent question = handle(forwarded, Optional.empty());
        assertThat(question.getBody()).contains("Is this you?");

        assertThat(complete(question).getHeaders()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void an_old_or_forged_cookie_is_ignored() {
        for (String cookie :
                new String[] {
                    token(Duration.ofSeconds(-1)), "forged", token(Duration.ofHours(1)) + "0"
                }) {
            APIGatewayProxyResponseEvent question = handle(link(PAGE), Optional.of(cookie));

            assertThat(question.getStatusCode()).isEqualTo(200);
            assertThat(question.getBody())
                    .contains("Connect Spotify")
                    .doesNotContain("Is this you?", cookie);
        }
    }

    @Test
    void the_cookie_identifies_nobody_to_a_page_of_another_origin() {
        APIGatewayProxyResponseEvent question =
                handle(
                        link(ConnectWorld.ORIGIN + "/tour"),
                        Optional.of(token(Duration.ofHours(1))));

        APIGatewayProxyResponseEvent done = complete(question);

        assertThat(String.valueOf(done.getHeaders().get("Location")))
                .startsWith(ConnectWorld.ORIGIN + "/tour#action_flows=done")
                .doesNotContain("fan_token");
        assertThat(done.getHeaders()).doesNotContainKey("Set-Cookie");
        assertThat(world.connections(fan)).isEmpty();
    }

    @Test
    void who_declines_is_led_back_to_a_page_that_says_nothing_was_done() {
        assertThat(decline(handle(link(PAGE), Optional.empty())).getBody())
                .contains("href=\"" + PAGE + "\">Back to the page");
    }

    @Test
    void who_connects_without_doing_anything_is_led_back_to_a_page_that_says_nothing_was_done() {
        APIGatewayProxyRequestEvent link = link(PAGE);
        link.getQueryStringParameters().remove("action");
        link.getQueryStringParameters().remove("releaseId");
        assertThat(complete(handle(link, Optional.empty())).getBody())
                .contains("All done", "href=\"" + PAGE + "\">Back to the page");
    }

    @Test
    void another_site_cannot_plant_its_own_token_by_leading_back_to_our_page() {
        APIGatewayProxyRequestEvent posted =
                SampleEvents.read(
                        "streaming-connect/start-spotify-posted.json",
                        APIGatewayProxyRequestEvent.class);
        Map<String, String> headers = new HashMap<>(posted.getHeaders());
        headers.put("Origin", "https://evil.example");
        posted.setHeaders(headers);
        posted.setBody(
                "project=%s&action=presave&releaseId=%s&return=%s&fan_token=%s"
                        .formatted(
                                world.project,
                                world.release.id(),
                                PAGE,
                                token(Duration.ofHours(1))));

        assertThat(handle(posted, Optional.of(token(Duration.ofHours(1)))).getBody())
                .contains("Is this you?");
    }

    @Test
    void fans_return_to_our_pages_about_releases_and_to_no_other_page_of_ours() {
        for (String elsewhere :
                new String[] {
                    "https://flows.example.com/r/",
                    "https://flows.example.com/r/low-tide?x=1",
                    "https://flows.example.com/r/../connect/spotify/disconnect",
                    "https://flows.example.com/connect/spotify/disconnect",
                    "https://flows.example.com.evil.example/r/low-tide",
                    "https://flows.example.com/r/a%2fb"
                }) {
            assertThat(handle(link(elsewhere), Optional.empty()).getBody())
                    .as(elsewhere)
                    .contains("This site is not allowed");
        }
    }
}
