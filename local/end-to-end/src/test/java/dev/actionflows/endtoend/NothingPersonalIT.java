package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Searches everything that the deployment writes, except its table (logs with their metrics,
 * executions, messages), for the data that fans, labels and providers send, in every place where
 * they can send it.
 */
class NothingPersonalIT {
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
    private static final Pattern PERCENT = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern BASE64 = Pattern.compile("[0-9A-Za-z+/_-]{8,}");
    private static final Map<String, Object> CONSENT =
            Map.of("wording", "Write to me; STOP ends it.", "version", "1");

    /** The markers by description, so that a finding shows its origin. */
    private final Map<String, String> markers = new LinkedHashMap<>();

    private final FanBrowser browser = new FanBrowser();

    static Stream<Map.Entry<Deployment, LocalCloud>> deployments() {
        return Stream.of(
                Map.entry(Deployment.express(), LocalCloud.express()),
                Map.entry(Deployment.standard(), LocalCloud.standard()));
    }

    private String marker(String what) {
        return marked(what, "mark-" + UUID.randomUUID());
    }

    private String marked(String what, String value) {
        markers.put(what, value);
        return value;
    }

    private static String only(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void no_token_code_address_or_text_is_written_outside_the_table(
            Map.Entry<Deployment, LocalCloud> deployed) {
        Deployment deployment = deployed.getKey();
        LocalCloud cloud = deployed.getValue();
        Label label = Label.ready(deployment);
        marked("administrator key", deployment.administratorKey());
        marked("secret key", label.secretKey);
        marked("auth token", label.authToken);

        String run = textAndConnect(label);
        reportSignUps(label);
        sendInvalidRequests(label);
        providerFails(label);
        messageOnInstagram(deployment, cloud);
        breakServices(label, cloud);

        List<String> written = cloud.allOutput();
        assertThat(written)
                .as("what is written")
                .anyMatch(it -> it.contains(run) && it.contains("outcome stored"))
                .anyMatch(it -> it.contains(run) && it.contains("executionArn"))
                .anyMatch(it -> it.contains("request failed"));
        List<String> readings =
                written.stream().flatMap(NothingPersonalIT::readings).distinct().toList();
        markers.forEach(
                (what, value) ->
                        assertThat(readings)
                                .as(what + " " + value)
                                .noneMatch(occurrenceOf(value).asPredicate()));
    }

    /** The text as written, and in decoded forms. */
    private static Stream<String> readings(String written) {
        String decoded = percentDecoded(written);
        return Stream.concat(
                Stream.of(written, decoded),
                BASE64.matcher(decoded)
                        .results()
                        .map(MatchResult::group)
                        .flatMap(NothingPersonalIT::base64Decoded));
    }

    private static String percentDecoded(String text) {
        return PERCENT.matcher(text)
                .replaceAll(
                        code ->
                                Matcher.quoteReplacement(
                                        Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /** The encoded text may start in the middle of a word. */
    private static Stream<String> base64Decoded(String text) {
        String standard = text.replace('-', '+').replace('_', '/');
        return IntStream.range(0, 4)
                .mapToObj(standard::substring)
                .map(it -> it.length() % 4 == 1 ? it.substring(0, it.length() - 1) : it)
                .map(it -> new String(Base64.getDecoder().decode(it), StandardCharsets.ISO_8859_1));
    }

    /** A number must match as a whole; anything else matches anywhere. */
    private static Pattern occurrenceOf(String value) {
        String quoted = Pattern.quote(value);
        if (CODE.matcher(value).matches()) {
            // so few digits are part of many ids
            return Pattern.compile("(?<![0-9A-Za-z.])" + quoted + "(?![0-9A-Za-z])");
        }
        return value.chars().allMatch(Character::isDigit)
                ? Pattern.compile("(?<![0-9])" + quoted + "(?![0-9])")
                : Pattern.compile(quoted);
    }

    @Test
    void a_marker_is_found_in_every_encoding() {
        String code = Base64.getUrlEncoder().encodeToString("say +14155550123!".getBytes(UTF_8));

        assertThat(finds("+14155550123", "to=%2B14155550123&")).isTrue();
        assertThat(finds("+14155550123", "\"body\":\"" + code + "\"")).isTrue();
        assertThat(finds("+14155550123", "\"body\":\"xy" + code + "\"")).isTrue();
        assertThat(finds("14155550123", "x14155550123y")).isTrue();
        assertThat(finds("mark-1", "xmark-1x")).isTrue();
        assertThat(finds("123456", "code: 123456.")).isTrue();
        assertThat(finds("14155550123", "114155550123")).isFalse();
        assertThat(finds("123456", "0.123456 a123456")).isFalse();
    }

    private static boolean finds(String marker, String written) {
        return readings(written).anyMatch(occurrenceOf(marker).asPredicate());
    }

    /** A fan texts a keyword, opens the link and consents at Spotify. */
    private String textAndConnect(Label label) {
        String flow =
                label.activeFlow(
                        "PRESAVE", label.missionSteps(label.pastRelease(), label.segment()));
        String phone = fan("the fan's number");
        label.text(phone, "Presave");
        RunView waiting = label.runWhen(flow, "the run waits", RunView::isWaiting);
        String link = browser.behind(Providers.texts(label.accountSid, phone).getFirst());
        marked("the link's token", only(Pattern.compile("(?<=[?&]t=)[^&]+"), link));

        String callback = browser.agreeAfter(link, marked("code", "fan-" + UUID.randomUUID()));
        marked("state", only(Pattern.compile("(?<=state=)[^&]+"), callback));
        assertThat(browser.visit(callback).status()).isEqualTo(200);
        // A redelivery and a forgery.
        assertThat(browser.visit(callback).status()).isEqualTo(400);
        browser.visit(callback.replaceAll("state=[^&]+", "state=" + marker("forged state")));
        browser.visit(link.replaceAll("([?&]t=)[^&]+", "$1" + marker("forged token of a link")));

        RunView done = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(done.id()).isEqualTo(waiting.id());
        label.text(fan("number of a fan who sends any text"), marker("a text"));
        String known = label.fan(fan("number of an imported fan"));
        label.connect(known, marker("refresh token"));
        return done.id();
    }

    private String fan(String what) {
        String phone = Label.phoneNumber();
        marked(what, phone);
        marked(what + ", digits", phone.substring(1));
        return phone;
    }

    /** A label's server reports sign-ups, one of which has to be verified by a code. */
    private void reportSignUps(Label label) {
        LocalCloud.verifySender("label.example");
        String mail = marked("mail address", "ada." + UUID.randomUUID() + "@fans.example");
        label.deployment.post(
                "/v1/events",
                label.secretKey,
                Map.of("type", "email.opted_in", "email", mail, "consent", CONSENT));
        String phone = fan("number that signs up");
        Answer signUp =
                label.deployment.post(
                        "/v1/events",
                        label.secretKey,
                        Map.of("type", "sms.opted_in", "phone", phone, "consent", CONSENT));
        assertThat(signUp.status()).as(signUp.body()).isBetween(200, 299);
        label.allowOrigin("https://band.example");
        String typed = fan("number typed on a page");
        Answer page =
                send(
                        label,
                        "/v1/events?key=" + label.publishableKey,
                        Json.write(
                                Map.of("type", "sms.opted_in", "phone", typed, "consent", CONSENT)),
                        "");
        assertThat(page.status()).as(page.body()).isEqualTo(202);
        String code =
                Label.eventually(
                        "the code came",
                        () -> Providers.texts(label.accountSid, typed).stream().findFirst());
        marked("code of six digits", only(CODE, code));
        String verification =
                Json.readObject(page.body()).get("verification") instanceof Map<?, ?> it
                        ? String.valueOf(it.get("id"))
                        : "none";
        String path = "/v1/verifications/" + verification + "?key=" + label.publishableKey;
        String wrong = marked("a wrong code", "x" + markers.get("code of six digits"));
        send(label, path, Json.write(Map.of("code", wrong)), "");
        Answer verified =
                send(
                        label,
                        path,
                        Json.write(Map.of("code", markers.get("code of six digits"))),
                        "");
        assertThat(verified.status()).as(verified.body()).isBetween(200, 299);
    }

    /** Requests with a 4xx response are never logged. */
    private void sendInvalidRequests(Label label) {
        String key = label.secretKey;
        send(label, "/v1/flows", "{\"name\": \"" + marker("broken body"), key);
        send(label, "/v1/flows", Json.write(Map.of(marker("unknown property"), 1)), key);
        send(label, "/v1/fans", Json.write(Map.of("phone", marker("no number"))), key);
        send(label, "/v1/flows", "{}", marked("no key", "sk_" + UUID.randomUUID()));
        label.deployment.get("/v1/flows?cursor=" + marker("cursor"), key);
        label.deployment.get("/v1/fans/" + marker("no id"), key);
        label.deployment.get("/v1/fans/search?name=" + marker("name that is searched for"), key);
        label.webhook(Map.of("Body", marker("unsigned text")), marker("signature"));
    }

    private static Answer send(Label label, String path, String body, String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(label.deployment.baseUrl() + path))
                        .header("Content-Type", "application/json")
                        .header("Origin", "https://band.example")
                        .header("X-Forwarded-For", "203.0.113.77")
                        .header("User-Agent", "agent-of-nothing-personal")
                        .header("Referer", "https://band.example/page-of-nothing-personal")
                        .POST(BodyPublishers.ofString(body));
        return Deployment.send(
                key.isEmpty() ? request : request.header("Authorization", "Bearer " + key));
    }

    /** The provider rejects a text with a reason that quotes it. */
    private void providerFails(Label label) {
        marked("the address of a device", "203.0.113.77");
        marked("user agent", "agent-of-nothing-personal");
        marked("referrer", "https://band.example/page-of-nothing-personal");
        String flow = label.activeFlow("NEON", List.of(Label.sendText()));
        String phone = fan("number that cannot be reached");
        Map<String, Object> refusal =
                Map.of(
                        "status",
                        400,
                        "headers",
                        Map.of("Content-Type", "application/json"),
                        "jsonBody",
                        Map.of("code", 21211, "message", phone + " " + marker("said by Twilio")));
        try (Outage outage = Providers.answeringTexts(label.accountSid, refusal)) {
            assertThat(outage).isNotNull();
            label.text(phone, "neon");
            label.runWhen(flow, "the run has ended", RunView::hasEnded);
        }
    }

    private void messageOnInstagram(Deployment deployment, LocalCloud cloud) {
        Meta meta = Meta.withApp(deployment, cloud);
        marked("app secret", meta.appSecret());
        marked("verify token", meta.verifyToken());
        assertThat(meta.verify(meta.verifyToken(), marker("challenge")).status()).isEqualTo(200);
        assertThat(meta.verify(marker("wrong verify token"), "1").status()).isEqualTo(403);
        String sender = marked("fan on Instagram", Meta.id());
        meta.send(
                List.of(
                        Meta.messages(
                                Meta.id(),
                                List.of(
                                        Meta.message(
                                                sender,
                                                marker("id of a message"),
                                                marker("message on Instagram")))),
                        Meta.changes(
                                Meta.id(),
                                List.of(
                                        Meta.comment(
                                                sender,
                                                marker("id of a comment"),
                                                Meta.id(),
                                                marker("comment on Instagram"))))));
    }

    /** A failure is logged without the data that it concerned. */
    private void breakServices(Label label, LocalCloud cloud) {
        try (Outage outage = cloud.refuse("SmsWebhookFunction", "dynamodb:*")) {
            assertThat(outage).isNotNull();
            assertThat(
                            label.text(
                                            fan("number while the table is away"),
                                            marker("text while the table is away"))
                                    .status())
                    .isGreaterThanOrEqualTo(500);
        }
        try (Outage outage = cloud.refuse("FlowsApiFunction", "dynamodb:*")) {
            assertThat(outage).isNotNull();
            assertThat(
                            send(
                                            label,
                                            "/v1/fans",
                                            Json.write(
                                                    Map.of(
                                                            "phone",
                                                            fan(
                                                                    "number of a fan imported"
                                                                            + " meanwhile"))),
                                            label.secretKey)
                                    .status())
                    .isGreaterThanOrEqualTo(500);
        }
    }
}
