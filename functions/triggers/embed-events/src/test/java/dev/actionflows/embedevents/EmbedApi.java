package dev.actionflows.embedevents;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The function over in-memory implementations that contain what the sample events refer to. Each
 * response is validated against {@code openapi.yaml}.
 */
final class EmbedApi {
    static final ApiContract CONTRACT = new ApiContract("EmbedEventsFunction");
    static final String SECRET_KEY =
            "sk_7zqk3v9m2c4x8b1d_SampleSecretKeyOfTheSampleEventsOnly0000000";
    static final String PUBLISHABLE_KEY =
            "pk_7zqk3v9m2c4x8b1d_SamplePublishableKeyOfTheSampleEvents000000";
    private static final String OPERATE_KEY =
            "ok_7zqk3v9m2c4x8b1d_SampleOperateKeyOfTheSampleEventsOnly000000";
    static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    final EmbedWorld embed = new EmbedWorld();
    final World world = embed.world;
    final TestContext context = new TestContext();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EmbedEventsHandler handler;

    private static final InMemoryPorts.Decorator NOTHING =
            new InMemoryPorts.Decorator() {
                @Override
                public <P> P decorate(Class<P> type, P port) {
                    return port;
                }
            };

    EmbedApi() {
        this(RateLimits.standard());
    }

    EmbedApi(RateLimits limits) {
        this.handler = handler(world.projects, limits, NOTHING);
        seed();
    }

    /** The same with another project store. */
    EmbedApi(ProjectStore projects) {
        this.handler = handler(projects, RateLimits.standard(), NOTHING);
    }

    /** The same with something between the use cases and their ports. */
    EmbedApi(InMemoryPorts.Decorator between) {
        this.handler = handler(world.projects, RateLimits.standard(), between);
        seed();
    }

    private EmbedEventsHandler handler(
            ProjectStore projects, RateLimits limits, InMemoryPorts.Decorator between) {
        Log lines = new Log(log, world.clock);
        RateLimiter limiter = embed.limiter(limits);
        return new EmbedEventsHandler(
                new Endpoints(
                        new Sender.Authentication(projects, world.clock),
                        new Batch(embed.serverEvents(between), limiter, lines),
                        embed.pageEvents(between),
                        embed.typedCodes(between),
                        limiter,
                        new AddressHash(world.vault),
                        new RequestKey.Reader(world.requests, world.keys, world.ids, world.clock)),
                world.clock,
                lines);
    }

    private void seed() {
        world.projects.change(
                world.project,
                project ->
                        project.withKeys(
                                new ApiKeyHashes(hash(SECRET_KEY), hash(PUBLISHABLE_KEY))
                                        .rotated(
                                                ApiKey.parse(OPERATE_KEY).orElseThrow(),
                                                world.clock.instant(),
                                                world.clock.instant())));
        world.catalog.create(
                world.project,
                new Release(
                        RELEASE,
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        World.ALBUM,
                        world.clock.instant()));
    }

    private static String hash(String key) {
        return ApiKey.parse(key).orElseThrow().hash();
    }

    static APIGatewayProxyRequestEvent sample(String name) {
        return SampleEvents.read(
                "embed-events/" + name + ".json", APIGatewayProxyRequestEvent.class);
    }

    /** An event from a server. */
    static APIGatewayProxyRequestEvent ofServer(Map<String, ?> body) {
        return sample("server-event").withBody(Json.write(body));
    }

    /** An event from a page. */
    static APIGatewayProxyRequestEvent ofPage(Map<String, ?> body) {
        return sample("sign-up-by-text").withBody(Json.write(body));
    }

    /** A code entered on a page. */
    static APIGatewayProxyRequestEvent code(String verification, Map<String, ?> body) {
        return sample("invalid-code")
                .withPathParameters(Map.of("verificationId", verification))
                .withBody(Json.write(body));
    }

    static APIGatewayProxyRequestEvent without(APIGatewayProxyRequestEvent event, String header) {
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.remove(header);
        return event.withHeaders(headers);
    }

    Answer send(String sample) {
        return send(sample(sample));
    }

    Answer send(APIGatewayProxyRequestEvent event) {
        APIGatewayProxyResponseEvent response =
                Invocations.invoke(handler, event, APIGatewayProxyResponseEvent.class, context);
        CONTRACT.check(
                event.getHttpMethod() + " " + event.getResource(),
                response.getStatusCode(),
                response.getHeaders(),
                response.getBody());
        return new Answer(response.getStatusCode(), response.getHeaders(), response.getBody());
    }

    record Answer(int status, Map<String, String> headers, String body) {
        Map<String, @Nullable Object> json() {
            return Json.readObject(body);
        }

        String text(String name) {
            return String.valueOf(json().get(name));
        }

        String verificationId() {
            return json().get("verification") instanceof Map<?, ?> verification
                    ? String.valueOf(verification.get("id"))
                    : "none";
        }

        List<?> results() {
            return json().get("results") instanceof List<?> results ? results : List.of();
        }
    }
}
