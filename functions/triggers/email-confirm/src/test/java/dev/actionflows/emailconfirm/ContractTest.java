package dev.actionflows.emailconfirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final ApiContract CONTRACT = new ApiContract("EmailConfirmFunction");

    private final EmailConfirmHandlerTest setup = new EmailConfirmHandlerTest();
    private final World world = setup.world;

    static Set<String> operations() {
        return CONTRACT.operations().keySet();
    }

    @Test
    void the_operations_are_those_of_the_link() {
        assertThat(operations())
                .containsExactly(
                        "GET /confirm/{token}", "HEAD /confirm/{token}", "POST /confirm/{token}");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        String expired = setup.token();
        world.clock.advance(ConfirmationRequest.ANSWERABLE);
        List<APIGatewayProxyRequestEvent> requests = requests(operation, expired, setup.token());
        Set<Integer> statuses = new TreeSet<>();
        for (APIGatewayProxyRequestEvent request : requests) {
            statuses.add(status(world.application, request));
        }
        for (BrokenProjectStore broken : BrokenProjectStore.inEachWay()) {
            for (APIGatewayProxyRequestEvent request : requests) {
                statuses.add(status(world.with(ProjectStore.class, broken), request));
            }
        }

        assertThat(statuses).isEqualTo(CONTRACT.statuses(operation));
    }

    /** The samples, and the same with these tokens. */
    private static List<APIGatewayProxyRequestEvent> requests(String operation, String... tokens) {
        String method = operation.substring(0, operation.indexOf(' '));
        List<APIGatewayProxyRequestEvent> requests = new ArrayList<>();
        for (String name : SampleEvents.names("email-confirm")) {
            requests.add(EmailConfirmHandlerTest.event(name).withHttpMethod(method));
            for (String token : tokens) {
                requests.add(
                        EmailConfirmHandlerTest.event(name)
                                .withHttpMethod(method)
                                .withPathParameters(Map.of("token", token)));
            }
        }
        return requests;
    }

    /** The status of a response that is validated against the contract. */
    private int status(Application application, APIGatewayProxyRequestEvent event) {
        EmailConfirmHandler handler =
                new EmailConfirmHandler(
                        new ConfirmPages(application.consentConfirmer(), world.ids),
                        new Log(new ByteArrayOutputStream(), world.clock),
                        world.clock);
        APIGatewayProxyResponseEvent answer =
                Invocations.invoke(
                        handler, event, APIGatewayProxyResponseEvent.class, new TestContext());
        CONTRACT.check(
                event.getHttpMethod() + " " + event.getResource(),
                answer.getStatusCode(),
                answer.getHeaders(),
                answer.getBody());
        return answer.getStatusCode();
    }
}
