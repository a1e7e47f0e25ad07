package dev.actionflows.emailunsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.ChangedProjects;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class EmailUnsubscribeHandlerTest {
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    /** RFC 8058, section 3.2: mail programs may send multipart form data. */
    private static final String MULTIPART =
            String.join(
                    "\r\n",
                    "--b",
                    "Content-Disposition: form-data; name=\"List-Unsubscribe\"",
                    "",
                    "One-Click",
                    "--b--",
                    "");

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private EmailUnsubscribeHandler handler(Application application) {
        return new EmailUnsubscribeHandler(
                new UnsubscribePages(application.unsubscriber(), world.ids),
                new Log(log, world.clock),
                world.clock);
    }

    private APIGatewayProxyResponseEvent handle(APIGatewayProxyRequestEvent event) {
        return handle(event, world.application);
    }

    private APIGatewayProxyResponseEvent handle(
            APIGatewayProxyRequestEvent event, Application application) {
        return Invocations.invoke(
                handler(application), event, APIGatewayProxyResponseEvent.class, new TestContext());
    }

    /** A sample's request with the token of a mail to the fan. */
    private APIGatewayProxyRequestEvent request(String method) {
        return withToken(event("invalid-forged.json"), mail.token()).withHttpMethod(method);
    }

    private APIGatewayProxyRequestEvent oneClick() {
        return withToken(event("invalid-forged-one-click.json"), mail.token());
    }

    private APIGatewayProxyRequestEvent post(String contentType, String body) {
        APIGatewayProxyRequestEvent event = oneClick().withBody(body);
        Map<String, String> headers = new HashMap<>(event.getHeaders());
        headers.put("Content-Type", contentType);
        return event.withHeaders(headers);
    }

    static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("email-unsubscribe/" + name, APIGatewayProxyRequestEvent.class);
    }

    static APIGatewayProxyRequestEvent withToken(APIGatewayProxyRequestEvent event, String token) {
        return event.withPathParameters(Map.of("token", token));
    }

    private ConsentChange lastChange() {
        return world.fans.consents(world.project, mail.email.identity()).getLast();
    }

    private void assertOneClick(APIGatewayProxyRequestEvent event) {
        APIGatewayProxyResponseEvent answer = handle(event);

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBody()).isEmpty();
        assertThat(answer.getHeaders()).doesNotContainKeys("Location", "Set-Cookie");
        assertThat(mail.permitsMail()).isFalse();
        assertThat(lastChange().evidence()).containsEntry("by", "one_click");
    }

    @Test
    void the_link_opens_a_page_with_a_button_and_changes_nothing() {
        APIGatewayProxyResponseEvent answer = handle(request("GET"));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getHeaders())
                .containsEntry("Content-Type", "text/html; charset=utf-8")
                .containsEntry("Referrer-Policy", "no-referrer");
        assertThat(answer.getHeaders().get("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("form-action 'self'");
        assertThat(answer.getBody())
                .contains("Night Harbour")
                .contains("<form method=\"post\" action=\"" + mail.token() + "\">")
                .contains("<button>Unsubscribe</button>")
                .doesNotContain("ada@")
                .doesNotContain("<script");
        assertThat(mail.permitsMail()).isTrue();
    }

    @Test
    void a_head_request_gets_the_headers_of_the_page_without_a_body_and_changes_nothing() {
        APIGatewayProxyResponseEvent answer = handle(request("HEAD"));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBody()).isEmpty();
        assertThat(answer.getHeaders()).containsKeys("Content-Type", "Content-Security-Policy");
        assertThat(mail.permitsMail()).isTrue();
    }

    /** Without cookies, and answered without a redirect (RFC 8058, sections 3.1 and 3.2). */
    @Test
    void a_mail_programs_button_unsubscribes_at_once() {
        assertOneClick(oneClick());
    }

    @Test
    void a_one_click_request_may_be_multipart_form_data() {
        assertOneClick(post("multipart/form-data; boundary=b", MULTIPART));
    }

    @Test
    void a_one_click_request_may_be_encoded_in_base64() {
        for (String body : List.of(ONE_CLICK, MULTIPART)) {
            assertOneClick(
                    oneClick()
                            .withBody(
                                    Base64.getEncoder()
                                            .encodeToString(body.getBytes(StandardCharsets.UTF_8)))
                            .withIsBase64Encoded(true));
        }
    }

    @Test
    void a_repeated_one_click_request_is_answered_alike() {
        assertOneClick(oneClick());
        assertOneClick(oneClick());
    }

    @Test
    void the_pages_button_unsubscribes_and_says_so() {
        APIGatewayProxyResponseEvent answer =
                handle(post("application/x-www-form-urlencoded", "from=page"));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBody())
                .contains("You are unsubscribed")
                .contains("Night Harbour")
                .doesNotContain("<form");
        assertThat(mail.permitsMail()).isFalse();
        assertThat(lastChange().evidence()).containsEntry("by", "page");
    }

    /** Whatever a client sends with it, the request is one to unsubscribe. */
    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, ''",
        "application/json, '{\"a\":1}'",
        "text/plain, hello",
    })
    void any_post_unsubscribes(String contentType, String body) {
        assertThat(handle(post(contentType, body)).getStatusCode()).isEqualTo(200);

        assertThat(mail.permitsMail()).isFalse();
    }

    @Test
    void a_post_without_a_body_or_with_a_large_one_unsubscribes() {
        for (APIGatewayProxyRequestEvent event :
                List.of(oneClick().withBody(null), oneClick().withBody("x".repeat(1_000_000)))) {
            MailWorld other = new MailWorld();
            APIGatewayProxyRequestEvent own = withToken(event, other.token());

            assertThat(handle(own, other.world.application).getStatusCode()).isEqualTo(200);
            assertThat(other.permitsMail()).isFalse();
        }
    }

    @Test
    void the_projects_name_is_escaped() {
        world.projects.change(
                world.project, project -> ChangedProjects.named(project, "<b>R&B</b>"));

        assertThat(handle(request("GET")).getBody())
                .contains("&lt;b&gt;R&amp;B&lt;/b&gt;")
                .doesNotContain("<b>");
        assertThat(handle(post("application/x-www-form-urlencoded", "from=page")).getBody())
                .contains("&lt;b&gt;R&amp;B&lt;/b&gt;")
                .doesNotContain("<b>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid-forged.json",
                "invalid-forged-one-click.json",
                "invalid-truncated.json",
            })
    void a_forged_or_truncated_link_is_not_found_and_changes_nothing(String sample) {
        APIGatewayProxyResponseEvent answer = handle(event(sample));

        assertThat(answer.getStatusCode()).isEqualTo(404);
        assertThat(answer.getBody())
                .contains("This link is not complete")
                .doesNotContain("Night Harbour");
        assertThat(mail.permitsMail()).isTrue();
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_head_request_with_a_forged_link_gets_no_body() {
        APIGatewayProxyResponseEvent answer =
                handle(event("invalid-forged.json").withHttpMethod("HEAD"));

        assertThat(answer.getStatusCode()).isEqualTo(404);
        assertThat(answer.getBody()).isEmpty();
    }

    @Test
    void a_request_without_a_token_is_not_found() {
        assertThat(handle(oneClick().withPathParameters(null)).getStatusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS"})
    void other_methods_are_not_allowed_and_change_nothing(String method) {
        assertThat(handle(request(method)).getStatusCode()).isEqualTo(405);

        assertThat(mail.permitsMail()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GET, 0, 503", "GET, 1, 500", "POST, 0, 503", "POST, 1, 500"})
    void a_failing_store_gets_a_page_and_nothing_of_its_cause(
            String method, int failure, int status) {
        APIGatewayProxyResponseEvent answer =
                handle(request(method), broken(BrokenProjectStore.inEachWay().get(failure)));

        assertThat(answer.getStatusCode()).isEqualTo(status);
        assertThat(answer.getHeaders()).containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(answer.getBody())
                .contains("Please try again")
                .doesNotContain("busy")
                .doesNotContain("table");
    }

    private Application broken(BrokenProjectStore store) {
        return world.with(ProjectStore.class, store);
    }

    @Test
    void a_head_request_gets_no_body_while_a_store_fails() {
        for (BrokenProjectStore store : BrokenProjectStore.inEachWay()) {
            APIGatewayProxyResponseEvent answer = handle(request("HEAD"), broken(store));

            assertThat(answer.getStatusCode()).isIn(500, 503);
            assertThat(answer.getBody()).isEmpty();
        }
    }

    @Test
    void the_log_of_a_failure_contains_no_token() {
        handle(oneClick(), broken(BrokenProjectStore.inEachWay().getLast()));

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("/unsubscribe/{token}")
                .doesNotContain(mail.token());
    }
}
