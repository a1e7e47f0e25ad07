package dev.actionflows.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;

import dev.actionflows.json.Json;
import dev.actionflows.testkit.Invocations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class HttpRequestTest {
    @Test
    void header_names_are_case_insensitive() {
        HttpRequest request =
                request(
                        new APIGatewayProxyRequestEvent()
                                .withHeaders(Map.of("X-Twilio-Signature", "abc")));

        assertThat(request.header("x-twilio-signature")).contains("abc");
        assertThat(request.header("X-TWILIO-SIGNATURE")).contains("abc");
        assertThat(request.header("other")).isEmpty();
    }

    @Test
    void a_header_that_occurs_several_times_has_all_its_values() {
        HttpRequest request =
                request(
                        new APIGatewayProxyRequestEvent()
                                .withHeaders(Map.of("Cookie", "b=2", "Accept", "text/html"))
                                .withMultiValueHeaders(
                                        Map.of("cookie", List.of("a=1; c=3", "b=2"))));

        assertThat(request.headerValues("Cookie")).containsExactly("a=1; c=3", "b=2");
        assertThat(request.headerValues("accept")).containsExactly("text/html");
        assertThat(request.headerValues("other")).isEmpty();
    }

    @Test
    void a_cookie_is_found_by_its_whole_name_in_any_header() {
        HttpRequest request =
                request(
                        new APIGatewayProxyRequestEvent()
                                .withMultiValueHeaders(
                                        Map.of("COOKIE", List.of("aa=1;a=2; b=", "b=3; c=x=y"))));

        assertThat(Cookies.value(request, "a")).contains("2");
        assertThat(Cookies.value(request, "b")).contains("");
        assertThat(Cookies.value(request, "c")).contains("x=y");
        assertThat(Cookies.value(request, "A")).isEmpty();
        assertThat(Cookies.value(request, "x")).isEmpty();
    }

    @Test
    void parameters_are_read_from_path_and_query() {
        HttpRequest request =
                request(
                        new APIGatewayProxyRequestEvent()
                                .withPathParameters(Map.of("flowId", "flow_1"))
                                .withQueryStringParameters(Map.of("limit", "5")));

        assertThat(request.pathParameter("flowId")).contains("flow_1");
        assertThat(request.queryParameter("limit")).contains("5");
    }

    @Test
    void an_empty_event_is_an_empty_request() {
        HttpRequest request = request(new APIGatewayProxyRequestEvent());

        assertThat(request.method()).isEmpty();
        assertThat(request.resource()).isEmpty();
        assertThat(request.pathParameter("flowId")).isEmpty();
        assertThat(request.queryParameter("limit")).isEmpty();
        assertThat(request.header("authorization")).isEmpty();
        assertThat(request.id()).isEmpty();
        assertThat(request.baseUrl()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "abc.execute-api.eu-west-1.amazonaws.com, /v1/projects,     /prod/v1/projects,"
                + " https://abc.execute-api.eu-west-1.amazonaws.com/prod",
        "api.label.example, /v1/projects, /v1/projects, https://api.label.example",
        "api.label.example, /v1/projects, /fans/v1/projects/, https://api.label.example/fans",
        "api.label.example, /v1/flows/{flowId}/runs, /fans/v1/flows/flow_1/runs,"
                + " https://api.label.example/fans",
        "api.label.example, /v1/flows/{flowId}/runs, /odd, https://api.label.example",
    })
    void the_base_url_is_the_part_before_the_resource(
            String host, String resource, String path, String expected) {
        ProxyRequestContext context = new ProxyRequestContext();
        context.setDomainName(host);
        context.setPath(path);
        HttpRequest request =
                request(
                        new APIGatewayProxyRequestEvent()
                                .withResource(resource)
                                .withRequestContext(context));

        assertThat(request.baseUrl()).contains(expected);
    }

    @Test
    void the_query_has_every_plausible_encoding() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        parameters.put("b", List.of("1", "2"));
        parameters.put("a", List.of("x y&z"));

        assertThat(
                        request(
                                        new APIGatewayProxyRequestEvent()
                                                .withMultiValueQueryStringParameters(parameters))
                                .queryStrings())
                .startsWith("?b=1&b=2&a=x%20y%26z")
                .contains("?b=1&b=2&a=x+y%26z", "?a=x%20y%26z&b=1&b=2");
        assertThat(request(new APIGatewayProxyRequestEvent()).queryStrings())
                .containsExactly("", "?");
    }

    /** Parsed like the function parses Lambda's events. */
    private static HttpRequest request(APIGatewayProxyRequestEvent event) {
        try {
            return new HttpRequest(Json.readObject(Invocations.written(event)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
