package dev.actionflows.messagelinks;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final ApiContract CONTRACT = new ApiContract("MessageLinksFunction");

    private final MessageLinksHandlerTest setup = new MessageLinksHandlerTest();
    private final World world = setup.world;

    static Set<String> operations() {
        return CONTRACT.operations().keySet();
    }

    @Test
    void the_operations_are_those_of_the_link() {
        assertThat(operations())
                .containsExactly("GET /l/{token}", "HEAD /l/{token}", "POST /l/{token}");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        List<APIGatewayProxyRequestEvent> requests = requests(operation, setup.connectLink());
        Set<Integer> statuses = new TreeSet<>();
        for (APIGatewayProxyRequestEvent request : requests) {
            statuses.add(status(world.application, request));
        }
        for (RuntimeException failure : BrokenProjectStore.failures()) {
            for (APIGatewayProxyRequestEvent request : requests) {
                statuses.add(status(world.decorated(failing(failure)), request));
            }
        }

        assertThat(statuses).isEqualTo(CONTRACT.statuses(operation));
    }

    /** Every call of the store of links fails. */
    private static InMemoryPorts.Decorator failing(RuntimeException failure) {
        return new InMemoryPorts.Decorator() {
            @Override
            public <P> P decorate(Class<P> type, P port) {
                return type == LinkStore.class
                        ? type.cast(
                                Proxy.newProxyInstance(
                                        type.getClassLoader(),
                                        new Class<?>[] {type},
                                        (_, _, _) -> {
                                            throw failure;
                                        }))
                        : port;
            }
        };
    }

    /** The samples, and the same with this link. */
    private static List<APIGatewayProxyRequestEvent> requests(String operation, String link) {
        String method = operation.substring(0, operation.indexOf(' '));
        List<APIGatewayProxyRequestEvent> requests = new ArrayList<>();
        for (String name : SampleEvents.names("message-links")) {
            requests.add(MessageLinksHandlerTest.event(name).withHttpMethod(method));
            requests.add(
                    MessageLinksHandlerTest.event(name)
                            .withHttpMethod(method)
                            .withPathParameters(Map.of("token", link)));
        }
        return requests;
    }

    /** The status of a response that is validated against the contract. */
    private int status(Application application, APIGatewayProxyRequestEvent event) {
        APIGatewayProxyResponseEvent answer =
                Invocations.invoke(
                        MessageLinksHandlerTest.handler(application, world),
                        event,
                        APIGatewayProxyResponseEvent.class,
                        new TestContext());
        CONTRACT.check(
                event.getHttpMethod() + " " + event.getResource(),
                answer.getStatusCode(),
                answer.getHeaders(),
                answer.getBody());
        return answer.getStatusCode();
    }
}
