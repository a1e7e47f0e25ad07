package dev.actionflows.instagramwebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.MetaApp;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final ApiContract CONTRACT = new ApiContract("InstagramWebhookFunction");

    private final World world = new World();

    static Set<String> operations() {
        return CONTRACT.operations().keySet();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        for (String name : SampleEvents.names("instagram-webhook")) {
            if (operation.equals(operationOf(event(name)))) {
                statuses.add(status(() -> InstagramWebhookHandlerTest.APP, event(name)));
            }
        }
        String valid = operation.startsWith("GET") ? "verification.json" : "comment.json";
        if (operation.startsWith("POST")) {
            statuses.add(
                    status(
                            () -> InstagramWebhookHandlerTest.APP,
                            event(valid).withBody("x".repeat(5_000_000))));
        }
        for (RuntimeException failure : BrokenProjectStore.failures()) {
            Supplier<MetaApp> none =
                    () -> {
                        throw failure;
                    };
            statuses.add(status(none, event(valid)));
        }

        assertThat(statuses).isEqualTo(CONTRACT.statuses(operation));
    }

    /** The status of a response that is validated against the contract. */
    private int status(Supplier<MetaApp> app, APIGatewayProxyRequestEvent event) {
        InstagramWebhookHandler handler =
                new InstagramWebhookHandler(
                        new InstagramWebhook(world.application.instagram(), app),
                        new Log(new ByteArrayOutputStream(), world.clock),
                        world.clock);
        APIGatewayProxyResponseEvent answer =
                Invocations.invoke(
                        handler, event, APIGatewayProxyResponseEvent.class, new TestContext());
        CONTRACT.check(
                operationOf(event), answer.getStatusCode(), answer.getHeaders(), answer.getBody());
        return answer.getStatusCode();
    }

    private static String operationOf(APIGatewayProxyRequestEvent event) {
        return event.getHttpMethod() + " " + event.getResource();
    }

    private static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("instagram-webhook/" + name, APIGatewayProxyRequestEvent.class);
    }
}
