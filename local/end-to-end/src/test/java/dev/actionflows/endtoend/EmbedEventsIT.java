package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sign-ups on a label's page, and events from its server. */
class EmbedEventsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ORIGIN = "https://band.example";
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
    private static final Map<String, Object> CONSENT =
            Map.of("wording", "Text me about tours; STOP ends it.", "version", "1");

    private final Label label = Label.ready(Deployment.express());
    private final String phone = Label.phoneNumberInDaytime();
    private final String publishableKey = publishableKey();

    /** Rotates the key, since the one from the project's creation was not kept. */
    private String publishableKey() {
        return Label.text(
                label.deployment
                        .post(
                                "/v1/projects/" + label.projectId + "/keys/publishable/rotate",
                                label.secretKey,
                                Map.of())
                        .json(201),
                "key");
    }

    private void allowOrigin() {
        label.deployment
                .put(
                        "/v1/projects/" + label.projectId + "/embed",
                        label.secretKey,
                        Map.of("allowedOrigins", List.of(ORIGIN)))
                .json(200);
    }

    private HttpResponse<String> page(
            String method, String path, String origin, @Nullable Map<String, ?> body) {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        label.deployment.baseUrl()
                                                + path
                                                + "?key="
                                                + publishableKey))
                        .header("Origin", origin)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(Json.write(body)))
                        .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String activeFlow(String type) {
        String id =
                Label.text(
                        label.deployment
                                .post(
                                        "/v1/flows",
                                        label.secretKey,
                                        Map.of(
                                                "name",
                                                "Welcome",
                                                "trigger",
                                                Map.of("type", type),
                                                "steps",
                                                List.of(label.addToSegment(), Label.sendText())))
                                .json(201),
                        "id");
        label.activate(id).json(200);
        return id;
    }

    private static String verification(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Json.readObject(answer.body()).get("verification") instanceof Map<?, ?> it
                ? String.valueOf(it.get("id"))
                : "none";
    }

    private static String codeIn(String text) {
        Matcher code = CODE.matcher(text);
        assertThat(code.find()).as(text).isTrue();
        return code.group();
    }

    @Test
    void a_sign_up_by_text_starts_the_flow_once_the_code_is_entered() {
        allowOrigin();
        String flow = activeFlow("sms.opted_in");
        HttpResponse<String> preflight = page("OPTIONS", "/v1/events", ORIGIN, null);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);

        Map<String, Object> signUp =
                Map.of(
                        "id",
                        Label.messageSid(),
                        "type",
                        "sms.opted_in",
                        "phone",
                        phone,
                        "consent",
                        CONSENT,
                        "page",
                        ORIGIN + "/tour");
        String verification = verification(page("POST", "/v1/events", ORIGIN, signUp));
        assertThat(verification(page("POST", "/v1/events", ORIGIN, signUp)))
                .isEqualTo(verification);
        List<String> texts = Providers.texts(label.accountSid, phone);
        assertThat(texts).hasSize(1);
        assertThat(label.runs(flow)).isEmpty();

        String path = "/v1/verifications/" + verification;
        String code = codeIn(texts.getFirst());
        String wrong = "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
        assertThat(page("POST", path, ORIGIN, Map.of("code", wrong)).statusCode()).isEqualTo(400);
        HttpResponse<String> verified = page("POST", path, ORIGIN, Map.of("code", code));
        assertThat(verified.statusCode()).as(verified.body()).isEqualTo(200);
        assertThat(verified.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
        assertThat(page("POST", path, ORIGIN, Map.of("code", code)).body())
                .isEqualTo(verified.body());

        label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(label.runs(flow)).hasSize(1);
        assertThat(Providers.texts(label.accountSid, phone))
                .as("the code and the welcome")
                .hasSize(2);

        HttpResponse<String> known =
                page(
                        "POST",
                        "/v1/events",
                        ORIGIN,
                        Map.of(
                                "type",
                                "sms.opted_in",
                                "consent",
                                CONSENT,
                                "fanToken",
                                String.valueOf(Json.readObject(verified.body()).get("fanToken"))));
        assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
    }

    @Test
    void a_sign_up_by_email_gets_its_code_from_the_projects_address() {
        allowOrigin();
        // SES accepts mail for its own simulator domain even in the sandbox
        String address = "success+" + phone.substring(1) + "@simulator.amazonses.com";
        LocalCloud.verifySender("label.example");
        Map<String, Object> signUp =
                Map.of("type", "email.opted_in", "email", address, "consent", CONSENT);
        assertThat(page("POST", "/v1/events", ORIGIN, signUp).statusCode())
                .as("the project has no address yet")
                .isEqualTo(409);
        label.deployment
                .put(
                        "/v1/projects/" + label.projectId + "/email",
                        label.deployment.administratorKey(),
                        Map.of("from", "hello@label.example", "name", "Låst ut"))
                .json(200);

        String verification = verification(page("POST", "/v1/events", ORIGIN, signUp));
        List<Map<?, ?>> mails = LocalCloud.mailsTo(address);
        assertThat(mails).hasSize(1);
        String code = codeIn(String.valueOf(mails.getFirst().get("BodyText")));

        assertThat(
                        page(
                                        "POST",
                                        "/v1/verifications/" + verification,
                                        ORIGIN,
                                        Map.of("code", code))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void at_most_five_concurrent_guesses_are_checked() throws Exception {
        allowOrigin();
        String verification =
                verification(
                        page(
                                "POST",
                                "/v1/events",
                                ORIGIN,
                                Map.of(
                                        "type",
                                        "sms.opted_in",
                                        "phone",
                                        phone,
                                        "consent",
                                        CONSENT)));
        String code = codeIn(Providers.texts(label.accountSid, phone).getFirst());
        String wrong = "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            List<Callable<Integer>> guesses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                guesses.add(
                        () ->
                                page(
                                                "POST",
                                                "/v1/verifications/" + verification,
                                                ORIGIN,
                                                Map.of("code", wrong))
                                        .statusCode());
            }
            for (Future<Integer> guess : threads.invokeAll(guesses)) {
                statuses.add(guess.get());
            }
        }

        assertThat(statuses).containsOnly(400, 409);
        assertThat(statuses.stream().filter(status -> status == 400)).hasSize(5);
        assertThat(
                        page(
                                        "POST",
                                        "/v1/verifications/" + verification,
                                        ORIGIN,
                                        Map.of("code", code))
                                .statusCode())
                .isEqualTo(409);
    }

    @Test
    void a_page_of_another_origin_cannot_read_responses() {
        allowOrigin();
        for (String method : List.of("OPTIONS", "POST")) {
            HttpResponse<String> answer =
                    page(method, "/v1/events", "https://thief.example", Map.of());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void a_servers_batch_starts_each_run_once_however_often_it_is_sent() throws Exception {
        String release = label.upcomingRelease();
        String flow =
                Label.text(
                        label.deployment
                                .post(
                                        "/v1/flows",
                                        label.secretKey,
                                        Map.of(
                                                "name",
                                                "Thanks",
                                                "trigger",
                                                Map.of(
                                                        "type",
                                                        "release.presaved",
                                                        "releaseId",
                                                        release),
                                                "steps",
                                                List.of(label.addToSegment())))
                                .json(201),
                        "id");
        label.activate(flow).json(200);
        List<Map<String, Object>> events = new ArrayList<>();
        for (String number : Label.phoneNumbers(99)) {
            events.add(
                    Map.of(
                            "id",
                            "order" + number.substring(1),
                            "type",
                            "release.presaved",
                            "phone",
                            number,
                            "releaseId",
                            release));
        }
        events.add(Map.of("id", "bad", "type", "sms.keyword"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Map<String, @Nullable Object>> send =
                    () ->
                            label.deployment
                                    .post("/v1/events", label.secretKey, Map.of("events", events))
                                    .json(200);
            for (Future<Map<String, @Nullable Object>> answer :
                    threads.invokeAll(List.of(send, send))) {
                assertThat(Label.list(answer.get(), "results"))
                        .hasSize(100)
                        .last()
                        .satisfies(it -> assertThat(it.get("status")).isEqualTo("refused"));
            }
        }

        Label.eventually("99 runs", () -> Optional.of(runsOf(flow)).filter(count -> count == 99));
        assertThat(runsOf(flow)).isEqualTo(99);
    }

    @Test
    void a_key_identifies_one_event_and_is_rejected_for_another() throws Exception {
        Map<String, Object> signUp =
                Map.of("type", "sms.opted_in", "phone", phone, "consent", CONSENT);
        String flow = activeFlow("sms.opted_in");
        assertThat(underKey("two words", signUp).status()).isEqualTo(400);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Answer> answer :
                    threads.invokeAll(
                            Collections.<Callable<Answer>>nCopies(
                                    8, () -> underKey("sign-up-1", signUp)))) {
                answers.add(answer.get());
            }
        }
        assertThat(answers)
                .extracting(answer -> answer.json(200))
                .containsOnly(answers.getFirst().json(200));
        assertThat(underKey("sign-up-1", Map.of("events", List.of(signUp))).json(422))
                .containsEntry("code", "idempotency_key_reused");
        Label.eventually("one run", () -> Optional.of(runsOf(flow)).filter(count -> count == 1));
    }

    private Answer underKey(String key, Map<String, ?> body) {
        return Deployment.send(
                HttpRequest.newBuilder(URI.create(label.deployment.baseUrl() + "/v1/events"))
                        .header("Authorization", "Bearer " + label.secretKey)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(Json.write(body))));
    }

    private int runsOf(String flow) {
        return Label.list(
                        label.deployment
                                .get("/v1/flows/" + flow + "/runs?limit=100", label.secretKey)
                                .json(200),
                        "items")
                .size();
    }
}
