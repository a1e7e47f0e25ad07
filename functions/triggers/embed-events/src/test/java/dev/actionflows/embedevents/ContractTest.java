package dev.actionflows.embedevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.World;
import dev.actionflows.testkit.SampleEvents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    static Set<String> operations() {
        return EmbedApi.CONTRACT.operations().keySet();
    }

    @Test
    void exactly_the_documented_operations_are_answered() {
        assertThat(Endpoints.operations()).containsExactlyInAnyOrderElementsOf(operations());
    }

    /** {@link EmbedApi} also validates each response against its schema. */
    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        APIGatewayProxyRequestEvent any = null;
        for (String name : SampleEvents.names("embed-events")) {
            APIGatewayProxyRequestEvent event = EmbedApi.sample(name.replace(".json", ""));
            if (operation.equals(event.getHttpMethod() + " " + event.getResource())) {
                any = event;
                statuses.add(new EmbedApi().send(event).status());
                statuses.add(
                        new EmbedApi()
                                .send(
                                        EmbedApi.sample(name.replace(".json", ""))
                                                .withQueryStringParameters(Map.of())
                                                .withHeaders(Map.of()))
                                .status());
            }
        }
        assertThat(any).isNotNull();
        statuses.addAll(others(operation));
        for (BrokenProjectStore broken : BrokenProjectStore.inEachWay()) {
            statuses.add(new EmbedApi(broken).send(sampleOf(operation)).status());
        }

        assertThat(statuses).isEqualTo(EmbedApi.CONTRACT.statuses(operation));
    }

    private static APIGatewayProxyRequestEvent sampleOf(String operation) {
        return switch (operation) {
            case "POST /v1/events" -> EmbedApi.sample("server-event");
            case "OPTIONS /v1/events" -> EmbedApi.sample("ask-to-send");
            case "OPTIONS /v1/verifications/{verificationId}" -> EmbedApi.sample("ask-to-verify");
            default -> EmbedApi.sample("invalid-code");
        };
    }

    private static Set<Integer> others(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        EmbedApi api = new EmbedApi();
        if (operation.equals("POST /v1/events")) {
            statuses.add(
                    api.send(EmbedApi.sample("server-event").withBody(" ".repeat(300_000)))
                            .status());
            FanId fan = api.world.fan(World.FAN_NUMBER);
            statuses.add(
                    api.send(
                                    EmbedApi.ofPage(
                                            Map.of(
                                                    "type", "release.presaved",
                                                    "releaseId", EmbedApi.RELEASE.value(),
                                                    "fanToken",
                                                            api.embed.fanToken(
                                                                    fan, Duration.ofHours(1)))))
                            .status());
            api.send("server-event-under-a-key");
            statuses.add(
                    api.send(
                                    EmbedApi.sample("server-event-under-a-key")
                                            .withBody("{\"events\": [1]}"))
                            .status());
            statuses.add(
                    new EmbedApi(RateLimits.parse("events_per_secret_key=0"))
                            .send("server-event")
                            .status());
        } else if (operation.startsWith("POST")) {
            String id = api.send("sign-up-by-text").verificationId();
            Map<String, String> code = Map.of("code", api.embed.textedCode());
            statuses.add(api.send(EmbedApi.code(id, code)).status());
            api.world.clock.advance(Duration.ofMinutes(10));
            statuses.add(api.send(EmbedApi.code(id, code)).status());
            api.send("server-event-under-a-key");
            Map<String, String> headers =
                    new HashMap<>(EmbedApi.sample("server-event-under-a-key").getHeaders());
            statuses.add(api.send(EmbedApi.code(id, code).withHeaders(headers)).status());
            statuses.add(
                    api.send(EmbedApi.sample("invalid-code").withBody(" ".repeat(20_000)))
                            .status());
            APIGatewayProxyRequestEvent form = EmbedApi.sample("invalid-code");
            statuses.add(api.send(EmbedApi.without(form, "Content-Type")).status());
            APIGatewayProxyRequestEvent foreign = EmbedApi.sample("invalid-code");
            statuses.add(
                    api.send(foreign.withHeaders(Map.of("Origin", "https://thief.example")))
                            .status());
            statuses.add(
                    new EmbedApi(RateLimits.parse("requests_per_publishable_key=0"))
                            .send("invalid-code")
                            .status());
        } else {
            APIGatewayProxyRequestEvent foreign = sampleOf(operation);
            statuses.add(
                    api.send(foreign.withHeaders(Map.of("Origin", "https://thief.example")))
                            .status());
        }
        return statuses;
    }
}
