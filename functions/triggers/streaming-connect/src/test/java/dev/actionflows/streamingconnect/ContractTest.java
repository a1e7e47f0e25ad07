package dev.actionflows.streamingconnect;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final ApiContract CONTRACT = new ApiContract("StreamingConnectFunction");

    /** The values in the sample events. */
    private static final String STATE = "ffeeddccbbaa99887766554433221100";

    private static final String BROWSER = "00112233445566778899aabbccddeeff";

    private static final List<String> STARTS =
            List.of("start-spotify.json", "start-spotify-presave.json", "start-apple-music.json");

    static Set<String> operations() {
        return CONTRACT.operations().keySet();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        for (APIGatewayProxyRequestEvent request : requests(operation)) {
            for (String start : STARTS) {
                statuses.add(new Deployed().afterStart(start, request).status(request));
            }
        }
        if (operation.equals("POST /connect/{provider}/start")) {
            Deployed deployed = new Deployed();
            APIGatewayProxyRequestEvent agreed = deployed.agreed(event("start-spotify.json"));
            statuses.add(deployed.status(agreed));
            statuses.add(deployed.busy().status(agreed));
        }
        if (operation.endsWith("/disconnect")) {
            Deployed deployed = new Deployed();
            statuses.add(deployed.status(deployed.disconnecting(valid(operation))));
        }
        for (BrokenProjectStore broken : BrokenProjectStore.inEachWay()) {
            for (String start : STARTS) {
                APIGatewayProxyRequestEvent request = valid(operation);
                statuses.add(
                        new Deployed().afterStart(start, request).broken(broken).status(request));
            }
        }

        assertThat(statuses).isEqualTo(CONTRACT.statuses(operation));
    }

    /** The samples, and cases without a sample. */
    private static List<APIGatewayProxyRequestEvent> requests(String operation) {
        List<APIGatewayProxyRequestEvent> requests = new ArrayList<>();
        for (String name : SampleEvents.names("streaming-connect")) {
            if (operation.equals(operationOf(event(name)))) {
                requests.add(event(name));
            }
        }
        if (operation.startsWith("POST")) {
            requests.add(valid(operation).withBody("x".repeat(20_000)));
        }
        if (operation.equals("POST /connect/{provider}/start")) {
            requests.add(valid(operation).withPathParameters(Map.of("provider", "apple_music")));
            requests.add(valid(operation).withBody("project=prj_0000000000000000"));
        }
        return requests;
    }

    private static APIGatewayProxyRequestEvent valid(String operation) {
        return event(
                switch (operation) {
                    case "GET /connect/{provider}/start" -> "start-spotify.json";
                    case "POST /connect/{provider}/start" -> "start-spotify-posted.json";
                    case "GET /connect/{provider}/callback" -> "callback-spotify.json";
                    case "GET /connect/{provider}/disconnect" ->
                            "invalid-disconnect-forged-token.json";
                    case "HEAD /connect/{provider}/disconnect" ->
                            "invalid-disconnect-head-forged-token.json";
                    case "POST /connect/{provider}/disconnect" ->
                            "invalid-disconnect-posted-forged-token.json";
                    default -> "callback-apple-music.json";
                });
    }

    private static String operationOf(APIGatewayProxyRequestEvent event) {
        return event.getHttpMethod() + " " + event.getResource();
    }

    /** Adds the cookie that an attempt is bound to. */
    private static APIGatewayProxyRequestEvent event(String name) {
        APIGatewayProxyRequestEvent event =
                SampleEvents.read("streaming-connect/" + name, APIGatewayProxyRequestEvent.class);
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.putIfAbsent("Cookie", "__Host-action_flows_browser=" + BROWSER);
        return event.withHeaders(headers);
    }

    private static APIGatewayProxyRequestEvent withCookie(APIGatewayProxyRequestEvent event) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Cookie", "__Host-action_flows_browser=" + BROWSER);
        return event.withHeaders(headers);
    }

    /** The function in its own world, in which the samples' fan has started an attempt. */
    private static final class Deployed {
        private final ConnectWorld connect = new ConnectWorld();
        private final World world = connect.world;
        private final IdSource ids =
                count ->
                        count == 16 ? HexFormat.of().parseHex(STATE) : world.ids.randomBytes(count);
        private RateLimits limits = RateLimits.standard();
        private StreamingConnectHandler handler = handler(world.projects, connect.callback);

        Deployed() {
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

        /** The fan has started, and has consented if the callback has a code. */
        Deployed afterStart(String start, APIGatewayProxyRequestEvent request) {
            Map<String, String> query = request.getQueryStringParameters();
            APIGatewayProxyRequestEvent startRequest = event(start);
            if (start.equals("start-apple-music.json")) {
                startRequest
                        .getQueryStringParameters()
                        .putAll(Map.of("action", "presave", "releaseId", "rel_0123456789abcdef"));
            }
            APIGatewayProxyRequestEvent agreed = agreed(startRequest);
            String page = send(agreed).getHeaders().get("Location");
            if (page != null && query != null && query.containsKey("code")) {
                query.put("code", connect.spotifySignIn.agree(page, "ann"));
            }
            return this;
        }

        /** The button of the page that the request leads to. */
        private APIGatewayProxyRequestEvent agreed(APIGatewayProxyRequestEvent start) {
            return withCookie(
                    AgreementButton.pressed(
                            send(start),
                            String.valueOf(start.getPathParameters().get("provider"))));
        }

        /** From now on, the rate limit of starts is exceeded. */
        Deployed busy() {
            limits = RateLimits.parse("connect_starts_per_project=0");
            handler = handler(world.projects, connect.callback);
            return this;
        }

        /** The request with the link of a fan who is connected. */
        APIGatewayProxyRequestEvent disconnecting(APIGatewayProxyRequestEvent request) {
            APIGatewayProxyRequestEvent callback = event("callback-spotify.json");
            String page = send(agreed(event("start-spotify.json"))).getHeaders().get("Location");
            callback.getQueryStringParameters()
                    .put("code", connect.spotifySignIn.agree(String.valueOf(page), "ann"));
            Matcher link =
                    Pattern.compile("/disconnect\\?project=(\\w+)&amp;t=([^\"]+)\"")
                            .matcher(send(callback).getBody());
            assertThat(link.find()).isTrue();
            Map<String, String> query =
                    new HashMap<>(Map.of("project", link.group(1), "t", link.group(2)));
            return request.getHttpMethod().equals("POST")
                    ? request.withBody("project=" + link.group(1) + "&t=" + link.group(2))
                    : request.withQueryStringParameters(query);
        }

        /** From now on, every call fails. */
        Deployed broken(BrokenProjectStore projects) {
            IntakeReader reader =
                    new ScriptedIntakeReader(
                            world.reader,
                            (_, _, _, _) -> {
                                throw projects.failure();
                            });
            handler = handler(projects, connect.callback(IntakeReader.class, reader));
            return this;
        }

        private ConnectStart start(ProjectStore projects) {
            Ports ports = InMemoryPorts.with(world.ports, ProjectStore.class, projects);
            ports = InMemoryPorts.with(ports, RateLimits.class, limits);
            return new Application(InMemoryPorts.with(ports, IdSource.class, ids)).connectStart();
        }

        private Disconnector disconnector(ProjectStore projects) {
            return world.with(ProjectStore.class, projects).disconnector();
        }

        private StreamingConnectHandler handler(ProjectStore projects, ConnectCallback callback) {
            return new StreamingConnectHandler(
                    new ConnectEndpoint(
                            start(projects),
                            callback,
                            disconnector(projects),
                            new Pages(
                                    world.ids,
                                    "https://js-cdn.music.apple.com/musickit/v3/musickit.js",
                                    "https://accounts.spotify.com")),
                    new Log(new ByteArrayOutputStream(), world.clock),
                    world.clock);
        }

        int status(APIGatewayProxyRequestEvent event) {
            return send(event).getStatusCode();
        }

        /** Returns the status of a response that is validated against the contract. */
        private APIGatewayProxyResponseEvent send(APIGatewayProxyRequestEvent event) {
            APIGatewayProxyResponseEvent answer =
                    Invocations.invoke(
                            handler, event, APIGatewayProxyResponseEvent.class, new TestContext());
            CONTRACT.check(
                    operationOf(event),
                    answer.getStatusCode(),
                    answer.getHeaders(),
                    answer.getBody());
            return answer;
        }
    }
}
