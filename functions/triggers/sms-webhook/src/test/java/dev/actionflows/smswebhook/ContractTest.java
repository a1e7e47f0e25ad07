package dev.actionflows.smswebhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
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
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final ApiContract CONTRACT = new ApiContract("SmsWebhookFunction");

    private final World world = new World();

    static Set<String> operations() {
        return CONTRACT.operations().keySet();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        for (String name : SampleEvents.names("sms-webhook")) {
            if (operation.equals(operationOf(event(name)))) {
                statuses.add(status(world.projects, world.reader, event(name)));
            }
        }
        String valid = operation.endsWith("/status") ? "status-delivered.json" : "keyword.json";
        statuses.add(
                status(world.projects, world.reader, event(valid).withBody("x".repeat(5_000_000))));
        APIGatewayProxyRequestEvent noForm = event(valid);
        noForm.getHeaders().put("Content-Type", "application/json");
        statuses.add(status(world.projects, world.reader, noForm));
        for (BrokenProjectStore broken : BrokenProjectStore.inEachWay()) {
            IntakeReader none =
                    new ScriptedIntakeReader(
                            world.reader,
                            (_, _, _, _) -> {
                                throw broken.failure();
                            });
            statuses.add(status(broken, none, event(valid)));
        }

        assertThat(statuses).isEqualTo(CONTRACT.statuses(operation));
    }

    /** The status of a response that is validated against the contract. */
    private int status(
            ProjectStore projects, IntakeReader reader, APIGatewayProxyRequestEvent event) {
        SmsWebhookHandler handler =
                new SmsWebhookHandler(
                        new SmsWebhook(
                                world.with(IntakeReader.class, reader).texts(),
                                world.with(ProjectStore.class, projects).deliveries()),
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
        return SampleEvents.read("sms-webhook/" + name, APIGatewayProxyRequestEvent.class);
    }
}
