package dev.actionflows.releasepages;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.HostedPageVisits;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.PageTrack;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The function over in-memory implementations, with one page. Each response is validated against
 * {@code openapi.yaml}.
 */
final class PageApi {
    static final ApiContract CONTRACT = new ApiContract("ReleasePagesFunction");
    static final String SLUG = "low-tide";
    static final String IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Mobile";
    static final SignUpForm TEXTS =
            new SignUpForm("I agree to texts from <Night Harbour>", "1", Optional.of("1"));
    static final SignUpForm MAIL = new SignUpForm("I agree to mail", "2", Optional.empty());

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">");

    final EmbedWorld embed = new EmbedWorld();
    final World world = embed.world;

    /** The cookies of the visitor's browser, by name. */
    final Map<String, String> cookies = new HashMap<>();

    PageApi() {
        publish(fullContent());
    }

    PageContent fullContent() {
        return new PageContent(
                Optional.of("https://images.label.example/low-tide.webp?v=1&w=2"),
                Optional.of(world.artist.id()),
                Optional.of(new PageTrack("Low \"Tide\"", "https://audio.label.example/tide.mp3")),
                Optional.of(TEXTS),
                Optional.of(MAIL),
                Optional.of("https://label.example/terms"),
                Optional.of("https://label.example/privacy"));
    }

    void publish(PageContent content) {
        world.ports.releasePages.put(
                new ReleasePage(new Slug(SLUG), world.project, world.release.id(), content));
    }

    /** The label changes the release. */
    void change(UnaryOperator<Release> change) {
        Release before = world.catalog.findRelease(world.project, world.release.id()).orElseThrow();
        world.catalog.replace(world.project, change.apply(before), before.serviceIds().revision());
    }

    /** The release comes out. */
    void reachReleaseDay() {
        world.clock.advance(Duration.between(world.clock.instant(), world.release.outAt()));
    }

    static APIGatewayProxyRequestEvent sample(String name) {
        return SampleEvents.read("release-pages/" + name, APIGatewayProxyRequestEvent.class);
    }

    APIGatewayProxyRequestEvent event(String method) {
        APIGatewayProxyRequestEvent event =
                sample(
                        method.equals("POST")
                                ? "invalid-form-of-unknown.json"
                                : "invalid-unknown.json");
        return event.withHttpMethod(method).withPathParameters(Map.of("slug", SLUG));
    }

    APIGatewayProxyResponseEvent get() {
        return send(event("GET"));
    }

    APIGatewayProxyResponseEvent post(String... pairs) {
        return send(form(pairs));
    }

    APIGatewayProxyRequestEvent form(String... pairs) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            body.append(body.isEmpty() ? "" : "&")
                    .append(pairs[i])
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return event("POST").withBody(body.toString());
    }

    APIGatewayProxyResponseEvent send(APIGatewayProxyRequestEvent event) {
        return send(event, world.ports);
    }

    APIGatewayProxyResponseEvent send(APIGatewayProxyRequestEvent event, Ports ports) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HostedPageVisits visits = new HostedPageVisits(ports);
        APIGatewayProxyResponseEvent response =
                Invocations.invoke(
                        new ReleasePagesHandler(
                                new ReleasePages(
                                        visits.releasePages(), visits.signUps(), world.ids),
                                new Log(new ByteArrayOutputStream(), world.clock),
                                world.clock),
                        event.withHeaders(headers),
                        APIGatewayProxyResponseEvent.class,
                        new TestContext());
        CONTRACT.check(
                event.getHttpMethod() + " " + event.getResource(),
                response.getStatusCode(),
                response.getHeaders(),
                response.getBody());
        Optional.ofNullable(response.getHeaders().get("Set-Cookie")).ifPresent(this::store);
        return response;
    }

    private void store(String setCookie) {
        String pair = setCookie.substring(0, setCookie.indexOf(';'));
        int equals = pair.indexOf('=');
        if (setCookie.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    /** The visitor has proven to be this fan, as after a code. */
    void identify(FanId fan) {
        cookies.put(
                "__Host-action_flows_fan_" + world.project,
                embed.fanToken(fan, Duration.ofHours(1)));
    }

    /** The hidden fields of the page's last form. */
    static Map<String, String> hidden(APIGatewayProxyResponseEvent page) {
        return HIDDEN.matcher(page.getBody())
                .results()
                .collect(Collectors.toMap(it -> it.group(1), it -> it.group(2), (_, last) -> last));
    }

    /** Where a response redirects to. */
    static String location(APIGatewayProxyResponseEvent response) {
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(303);
        return String.valueOf(response.getHeaders().get("Location"));
    }

    /** The directives of the content security policy. */
    static Map<String, String> policy(APIGatewayProxyResponseEvent response) {
        return Pattern.compile("([a-z-]+) ([^;]+)")
                .matcher(String.valueOf(response.getHeaders().get("Content-Security-Policy")))
                .results()
                .collect(Collectors.toMap((MatchResult it) -> it.group(1), it -> it.group(2)));
    }
}
