package dev.actionflows.streamingconnect;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.document.Html;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class StreamingConnectHandlerTest {
    /** The values in the sample events. */
    private static final String BROWSER = "00112233445566778899aabbccddeeff";

    private static final String STATE = "ffeeddccbbaa99887766554433221100";
    private static final String COOKIE =
            "__Host-action_flows_browser=%s; Path=/; Secure; Max-Age=3600; HttpOnly; SameSite=Lax";

    private final ConnectWorld connect = new ConnectWorld();
    private final World world = connect.world;
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final IdSource ids =
            count -> count == 16 ? HexFormat.of().parseHex(STATE) : world.ids.randomBytes(count);
    private final StreamingConnectHandler handler = handler(connect.callback);

    private StreamingConnectHandler handler(ConnectCallback callback) {
        return handler(callback, RateLimits.standard());
    }

    private StreamingConnectHandler handler(ConnectCallback callback, RateLimits limits) {
        ConnectStart start =
                new Application(
                                InMemoryPorts.with(
                                        InMemoryPorts.with(world.ports, RateLimits.class, limits),
                                        IdSource.class,
                                        ids))
                        .connectStart();
        return new StreamingConnectHandler(
                new ConnectEndpoint(
                        start,
                        callback,
                        connect.disconnector,
                        new Pages(
                                world.ids,
                                "https://js-cdn.music.apple.com/musickit/v3/musickit.js",
                                "https://accounts.spotify.com")),
                new Log(log, world.clock),
                world.clock);
    }

    @BeforeEach
    void create_the_samples_release() {
        world.catalog.create(
                world.project,
                new Release(
                        new ReleaseId("rel_0123456789abcdef"),
                        "Low Tide",
                        "Night Harbour",
                        world.release.releaseDate(),
                        World.ALBUM,
                        world.clock.instant()));
    }

    private static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("streaming-connect/" + name, APIGatewayProxyRequestEvent.class);
    }

    private APIGatewayProxyResponseEvent handle(String name) {
        return handle(event(name));
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        return Invocations.invoke(handler, event, APIGatewayProxyResponseEvent.class, context);
    }

    private static APIGatewayProxyRequestEvent withSampleCookie(String name) {
        return withTheSamplesCookie(event(name));
    }

    private static APIGatewayProxyRequestEvent withTheSamplesCookie(
            APIGatewayProxyRequestEvent event) {
        return withCookie("__Host-action_flows_browser", event);
    }

    private static APIGatewayProxyRequestEvent withCookie(
            String name, APIGatewayProxyRequestEvent event) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Cookie", name + "=" + BROWSER);
        return event.withHeaders(headers);
    }

    private APIGatewayProxyRequestEvent callbackAfter(String start) {
        String page = agreed(start).getHeaders().get("Location");
        APIGatewayProxyRequestEvent callback = event("callback-spotify.json");
        callback.getQueryStringParameters()
                .put("code", connect.spotifySignIn.agree(String.valueOf(page), "ann"));
        return callback;
    }

    @Test
    void a_fan_is_redirected_to_spotify_with_a_cookie() {
        APIGatewayProxyResponseEvent response = agreed("start-spotify.json");

        assertThat(response.getStatusCode()).isEqualTo(303);
        assertThat(response.getHeaders())
                .containsEntry("Set-Cookie", COOKIE.formatted(BROWSER))
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-store");
        assertThat(
                        InMemorySpotifySignIn.query(
                                String.valueOf(response.getHeaders().get("Location"))))
                .containsEntry("state", world.project + "." + STATE)
                .containsEntry("scope", "user-follow-modify user-library-modify");
    }

    @Test
    void beyond_the_rate_limit_the_response_says_when_to_retry() {
        StreamingConnectHandler limited =
                handler(connect.callback, RateLimits.parse("connect_starts_per_address=1"));
        APIGatewayProxyRequestEvent pressed =
                withTheSamplesCookie(pressed(handle(withSampleCookie("start-spotify.json"))));
        Invocations.invoke(limited, pressed, APIGatewayProxyResponseEvent.class, context);

        APIGatewayProxyResponseEvent response =
                Invocations.invoke(limited, pressed, APIGatewayProxyResponseEvent.class, context);

        assertThat(response.getStatusCode()).isEqualTo(429);
        assertThat(response.getHeaders()).containsEntry("Retry-After", "600");
        assertThat(response.getHeaders()).doesNotContainKey("Set-Cookie");
        assertThat(response.getBody()).contains("Too many at once");
    }

    @Test
    void a_deployment_without_tls_sets_a_cookie_that_works_without_tls() {
        world.projects.change(
                world.project, project -> project.withPublicBaseUrl("http://localhost:4566/live"));

        assertThat(
                        handle(withCookie("action_flows_browser", event("start-spotify.json")))
                                .getHeaders())
                .containsEntry(
                        "Set-Cookie",
                        "action_flows_browser=%s; Path=/live/connect; Max-Age=3600; HttpOnly;"
                                        .formatted(BROWSER)
                                + " SameSite=Lax");
    }

    @Test
    void a_cookie_that_a_sibling_domain_could_have_set_is_ignored() {
        APIGatewayProxyRequestEvent planted =
                withCookie("action_flows_browser", event("start-spotify.json"));
        planted.getQueryStringParameters().put("t", linkToken());

        APIGatewayProxyResponseEvent question = handle(planted);
        APIGatewayProxyResponseEvent pressed =
                handle(withCookie("action_flows_browser", pressed(question)));

        assertThat(question.getHeaders().get("Set-Cookie"))
                .startsWith("__Host-action_flows_browser=")
                .doesNotContain(BROWSER);
        assertThat(pressed.getBody()).contains("Is this you?");
        assertThat(connect.attempts.all()).isEmpty();
    }

    @Test
    void a_form_with_a_fan_token_starts_an_attempt_for_that_fan_once_the_fan_agrees() {
        APIGatewayProxyRequestEvent posted = withSampleCookie("start-spotify-posted.json");
        posted.setBody(posted.getBody() + "&fan_token=" + fanToken());
        APIGatewayProxyResponseEvent page = handle(posted);

        assertThat(page.getBody()).contains("<h1>Connect Spotify</h1>");
        assertThat(connect.attempts.all()).isEmpty();
        APIGatewayProxyResponseEvent response = handle(withTheSamplesCookie(pressed(page)));

        assertThat(response.getStatusCode()).isEqualTo(303);
        assertThat(connect.attempts.all())
                .singleElement()
                .satisfies(it -> assertThat(it.fan()).contains(fan));
    }

    @Test
    void a_link_in_a_text_asks_for_confirmation_valid_in_this_browser_only() {
        APIGatewayProxyResponseEvent question = handle(opened(linkToken()));

        assertPage(question, 200, "'self' https://accounts.spotify.com");
        assertThat(question.getHeaders()).containsEntry("Set-Cookie", COOKIE.formatted(BROWSER));
        assertThat(question.getBody())
                .contains(
                        "<h1>Is this you?</h1>",
                        "for the owner of the phone number that ends in 23.",
                        "<li>save music to your library</li>\n<li>follow artists</li>",
                        "six months",
                        "spotify.com/account/apps",
                        "<form method=\"post\" action=\"start\">",
                        "Yes, that is me: connect Spotify</button>",
                        "href=\"https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "\">Not me: continue with my own account</a>")
                .doesNotContain("+14155550123", BROWSER);
        assertThat(connect.attempts.all()).isEmpty();

        APIGatewayProxyRequestEvent pressed = pressed(question);
        assertThat(handle(pressed).getBody()).contains("Is this you?");
        APIGatewayProxyResponseEvent left = handle(withTheSamplesCookie(pressed));

        assertThat(left.getStatusCode()).isEqualTo(303);
        assertThat(left.getHeaders().get("Location"))
                .startsWith("https://accounts.spotify.example/");
        assertThat(connect.attempts.all())
                .singleElement()
                .satisfies(it -> assertThat(it.fan()).contains(fan));
    }

    @Test
    void a_fan_without_phone_and_email_gets_a_generic_question() {
        FanId unknown = world.resolver.resolve(world.project, Optional.empty(), List.of()).id();

        assertThat(handle(opened(linkToken(unknown))).getBody())
                .contains("This link is for someone", "already knows.");
    }

    private String linkToken() {
        return linkToken(fan);
    }

    private String linkToken(FanId of) {
        return new FanToken(world.vault, ConnectLinks.PURPOSE)
                .issue(project(), of, world.clock.instant().plus(Duration.ofDays(1)));
    }

    private String fanToken() {
        return FanSession.of(project(), fan, world.vault, world.clock.instant()).token();
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    private static APIGatewayProxyRequestEvent opened(String linkToken) {
        APIGatewayProxyRequestEvent event = withSampleCookie("start-spotify.json");
        event.getQueryStringParameters().put("t", linkToken);
        return event;
    }

    /** Presses the question's button in a browser without the cookie. */
    private static APIGatewayProxyRequestEvent pressed(APIGatewayProxyResponseEvent question) {
        return AgreementButton.pressed(question, "spotify");
    }

    /** Opens the link of a sample and presses the button of the page. */
    private APIGatewayProxyResponseEvent agreed(String start) {
        APIGatewayProxyRequestEvent opened = withSampleCookie(start);
        return handle(
                withTheSamplesCookie(
                        AgreementButton.pressed(
                                handle(opened),
                                String.valueOf(opened.getPathParameters().get("provider")))));
    }

    @Test
    void a_returning_fan_is_redirected_to_the_originating_page() {
        APIGatewayProxyResponseEvent response = handle(callbackAfter("start-spotify-posted.json"));

        assertThat(response.getStatusCode()).isEqualTo(303);
        assertThat(response.getHeaders().get("Location"))
                .startsWith(
                        "https://band.example/tour#action_flows=done&reason=registered&fan_token=");
    }

    @Test
    void a_fan_who_used_a_link_is_redirected_without_a_token() {
        assertThat(handle(callbackAfter("start-spotify-presave.json")).getHeaders())
                .hasEntrySatisfying(
                        "Location",
                        location ->
                                assertThat(location)
                                        .startsWith(
                                                "https://band.example/tour#action_flows=done&reason=registered"
                                                    + "&disconnect=https%3A%2F%2Fflows.example.com"));
    }

    @Test
    void a_fan_without_a_return_page_gets_our_own() {
        APIGatewayProxyResponseEvent response = handle(callbackAfter("start-spotify.json"));

        assertPage(response, 200);
        assertThat(response.getBody())
                .contains(
                        "<h1>You are connected</h1>",
                        "for about six months",
                        "https://flows.example.com/connect/spotify/disconnect?project=");
    }

    @Test
    void a_fan_who_declines_is_redirected_with_that_result() {
        agreed("start-spotify-presave.json");

        assertThat(handle("callback-spotify-declined.json").getHeaders())
                .containsEntry("Location", "https://band.example/tour#action_flows=refused");
    }

    @Test
    void a_fan_who_declines_without_a_return_page_can_start_again() {
        agreed("start-spotify.json");

        APIGatewayProxyResponseEvent response = handle("callback-spotify-declined.json");

        assertPage(response, 200);
        assertThat(response.getBody())
                .contains(
                        "<h1>You are not connected</h1>",
                        "href=\"https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "\">Start again</a>");
    }

    @Test
    void apples_script_asks_on_our_page_and_posts_the_token() {
        APIGatewayProxyResponseEvent page = agreed("start-apple-music.json");

        assertPage(page, 200);
        assertThat(page.getBody())
                .contains(
                        "data-developer-token=\"developer-token-of-TEAM123456\"",
                        "data-state=\"" + world.project + "." + STATE + "\"",
                        "data-callback=\"https://flows.example.com/connect/apple_music/callback\"");
        assertThat(page.getHeaders().get("Content-Security-Policy"))
                .contains("'strict-dynamic'; connect-src 'self' https://*.apple.com");
        assertThat(page.getHeaders()).containsEntry("Set-Cookie", COOKIE.formatted(BROWSER));

        APIGatewayProxyResponseEvent answer = handle("callback-apple-music.json");

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(Json.read(answer.getBody()))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("result", "done")
                .containsEntry("reason", null)
                .containsEntry("message", "All done. You can close this page.")
                .containsEntry("location", null)
                .hasEntrySatisfying(
                        "disconnect",
                        link ->
                                assertThat(link)
                                        .asString()
                                        .startsWith(
                                                "https://flows.example.com/connect/apple_music/disconnect?"));
    }

    @Test
    void a_token_that_apple_rejects_is_reported_to_the_script() {
        agreed("start-apple-music.json");
        connect.appleMusicSignIn.answers(new AuthorizationAnswer.Invalid());

        assertThat(handle("callback-apple-music.json").getBody())
                .contains("\"result\":\"failed\"", "\"reason\":\"rejected\"");
    }

    @Test
    void an_in_app_browser_gets_a_link_to_open_in_a_full_browser() {
        APIGatewayProxyResponseEvent response = handle("start-in-instagram.json");

        assertPage(response, 200);
        assertThat(response.getBody())
                .contains(
                        "value=\"https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "\"");
        assertThat(response.getHeaders()).doesNotContainKey("Set-Cookie");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-start-unknown-service.json, 404",
        "invalid-start-no-project.json, 404",
        "invalid-start-unknown-project.json, 404",
        "invalid-start-forged-token.json, 400",
        "invalid-start-posted-forged-fan-token.json, 400",
        "invalid-start-fan-token-in-address.json, 400",
        "invalid-start-posted-json.json, 415",
        "invalid-start-posted-broken-form.json, 400",
        "invalid-start-unknown-action.json, 400",
        "invalid-start-unknown-release.json, 404",
        "invalid-start-return-elsewhere.json, 400",
        "invalid-callback-forged-state.json, 400",
        "invalid-callback-other-browser.json, 400",
        "invalid-callback-nothing.json, 400",
    })
    void an_invalid_request_is_rejected_with_a_page(String name, int status) {
        agreed("start-spotify.json");

        assertPage(handle(name), status);
        assertThat(world.wakeUps.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-callback-apple-music-forged-state.json, 403, not_allowed",
        "invalid-callback-apple-music-no-token.json, 400, invalid_request",
        "invalid-callback-apple-music-form.json, 415, unsupported_media_type",
    })
    void an_invalid_request_of_the_script_is_rejected_with_a_problem(
            String name, int status, String code) {
        APIGatewayProxyResponseEvent response = handle(name);

        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getBody()).contains("\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_fan_whose_callback_fails_is_informed_and_can_start_again(boolean passing) {
        RuntimeException failure =
                passing
                        ? new ProblemException(ErrorCode.TRY_AGAIN, "busy")
                        : new IllegalStateException("broken");
        StreamingConnectHandler broken =
                handler(
                        connect.callback(
                                IntakeReader.class,
                                new ScriptedIntakeReader(
                                        world.reader,
                                        (project, identity, type, scopes) -> {
                                            throw failure;
                                        })));

        APIGatewayProxyResponseEvent response =
                Invocations.invoke(
                        broken,
                        callbackAfter("start-spotify-presave.json"),
                        APIGatewayProxyResponseEvent.class,
                        context);

        assertPage(response, passing ? 503 : 500);
        assertThat(response.getBody()).contains("Start again", "rel_0123456789abcdef");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("request failed")
                .doesNotContain("code-1", STATE, BROWSER, "refresh-token");
    }

    @Test
    void foreign_values_are_escaped_in_pages() {
        world.projects.change(
                world.project, project -> project.withAllowedOrigins(List.of("https://x.example")));
        APIGatewayProxyRequestEvent event = event("start-in-instagram.json");
        event.getQueryStringParameters()
                .put("return", "https://x.example/?a=\"><script>alert(1)</script>'");

        APIGatewayProxyResponseEvent response = handle(event);
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(response.getBody()).contains("%22%3E%3Cscript%3E").doesNotContain("<script");
        assertThat(Html.escaped("<a href=\"x\">'&"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    @Test
    void no_fan_data_is_logged() {
        SampleEvents.names("streaming-connect").forEach(name -> handle(name));
        connect.spotifySignIn.answers(
                new AuthorizationAnswer.AuthorizationRefused(Reason.FORBIDDEN),
                new AuthorizationAnswer.RateLimited(Duration.ofSeconds(1)));
        handle(callbackAfter("start-spotify.json"));

        assertThat(log.size()).isZero();
    }

    private static void assertPage(APIGatewayProxyResponseEvent response, int status) {
        assertPage(response, status, "'none'");
    }

    private static void assertPage(
            APIGatewayProxyResponseEvent response, int status, String formTargets) {
        assertThat(response.getStatusCode()).isEqualTo(status);
        assertThat(response.getHeaders())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(response.getHeaders().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'nonce-")
                .contains(
                        "frame-ancestors 'none'",
                        "form-action " + formTargets + ";",
                        "base-uri 'none'");
        assertThat(response.getBody()).contains("<html lang=\"en\">", "<title>", "<h1>");
    }
}
