package dev.actionflows.releasepages;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;

import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.testkit.SampleEvents;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final PageApi api = new PageApi();

    static Set<String> operations() {
        return PageApi.CONTRACT.operations().keySet();
    }

    @Test
    void the_operations_are_those_of_the_page() {
        assertThat(operations())
                .containsExactly("GET /r/{slug}", "HEAD /r/{slug}", "POST /r/{slug}");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        String method = operation.substring(0, operation.indexOf(' '));
        Set<Integer> statuses = new TreeSet<>();
        for (APIGatewayProxyRequestEvent request : requests(method)) {
            statuses.add(api.send(request).getStatusCode());
        }
        for (RuntimeException failure : BrokenProjectStore.failures()) {
            statuses.add(
                    api.send(
                                    api.event(method),
                                    InMemoryPorts.with(
                                            api.world.ports,
                                            ReleasePageStore.class,
                                            failing(failure)))
                            .getStatusCode());
        }
        if (method.equals("POST")) {
            for (int times = 0; times < 200; times++) {
                api.post("do", "presave.spotify", "id", "%032d".formatted(times));
            }
            statuses.add(api.post("do", "presave.spotify", "id", ID).getStatusCode());
        }

        assertThat(statuses).isEqualTo(PageApi.CONTRACT.statuses(operation));
    }

    private static ReleasePageStore failing(RuntimeException failure) {
        return (ReleasePageStore)
                Proxy.newProxyInstance(
                        ReleasePageStore.class.getClassLoader(),
                        new Class<?>[] {ReleasePageStore.class},
                        (_, _, _) -> {
                            throw failure;
                        });
    }

    /** The samples, and forms of the page. */
    private List<APIGatewayProxyRequestEvent> requests(String method) {
        List<APIGatewayProxyRequestEvent> requests = new ArrayList<>();
        for (String name : SampleEvents.names("release-pages")) {
            requests.add(PageApi.sample(name).withHttpMethod(method));
        }
        requests.add(api.event(method));
        if (method.equals("POST")) {
            requests.add(api.form("do", "presave.spotify", "id", ID));
            requests.add(api.form("do", "listened", "id", ID));
            requests.add(api.form("do", "presave.tidal", "id", ID));
            requests.add(api.form("do", "sign-up.phone", "id", ID));
            requests.add(
                    api.form(
                            "do",
                            "sign-up.phone",
                            "id",
                            ID,
                            "address",
                            World.FAN_NUMBER.e164(),
                            "agreed",
                            "yes"));
            requests.add(api.event("POST").withBody("do=%zz"));
            requests.add(api.event("POST").withBody("do=" + "a".repeat(17_000)));
            requests.add(with("Content-Type", "application/json"));
            requests.add(with("Sec-Fetch-Site", "cross-site"));
        }
        return requests;
    }

    private APIGatewayProxyRequestEvent with(String header, String value) {
        APIGatewayProxyRequestEvent event = api.event("POST");
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put(header, value);
        return event.withHeaders(headers);
    }
}
