package dev.actionflows.endtoend;

import dev.actionflows.endtoend.Deployment.Answer;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A label with its own project, from the point of view of its developers and fans. */
final class Label {
    static final String ARTIST = "spotify:artist:0TnOYISbd1XYRBk9myaseg";
    static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    final Deployment deployment;
    final String projectId;
    final String secretKey;
    final String publishableKey;
    final String authToken = HexFormat.of().formatHex(random(16));
    final String accountSid = "AC" + HexFormat.of().formatHex(random(16));
    final String number;

    private Label(
            Deployment deployment,
            String projectId,
            String secretKey,
            String publishableKey,
            String number) {
        this.deployment = deployment;
        this.projectId = projectId;
        this.secretKey = secretKey;
        this.publishableKey = publishableKey;
        this.number = number;
    }

    /**
     * A project without a number and apps. One at a time: tests that run side by side would all
     * wait for processes of the same function to start, on a machine that has few processors.
     */
    static synchronized Label bare(Deployment deployment) {
        Map<String, @Nullable Object> project =
                deployment
                        .post(
                                "/v1/projects",
                                deployment.administratorKey(),
                                Map.of(
                                        "name",
                                        "Night Harbour",
                                        "plan",
                                        "PRO",
                                        "publicBaseUrl",
                                        deployment.baseUrl()))
                        .json(201);
        return new Label(
                deployment,
                text(project, "id"),
                text(project, "secretKey"),
                text(project, "publishableKey"),
                phoneNumber());
    }

    /** A project with a number and a Spotify app. */
    static Label ready(Deployment deployment) {
        Label label = bare(deployment);
        label.setNumber();
        label.setSpotifyApp("client-" + label.projectId);
        return label;
    }

    void setNumber() {
        deployment
                .put(
                        "/v1/projects/" + projectId + "/sms",
                        secretKey,
                        Map.of(
                                "number", number,
                                "accountSid", accountSid,
                                "authToken", authToken))
                .json(200);
    }

    /** Lets the project send email. */
    void setMailSender() {
        LocalCloud.verifySender("label.example");
        deployment
                .put(
                        "/v1/projects/" + projectId + "/email",
                        deployment.administratorKey(),
                        Map.of("from", "hello@label.example", "name", "Night Harbour"))
                .json(200);
    }

    /** A server reports that a fan agreed to email. */
    void reportSignUpForMail(String address) {
        deployment
                .post(
                        "/v1/events",
                        secretKey,
                        Map.of(
                                "id",
                                "sign-up",
                                "type",
                                "email.opted_in",
                                "email",
                                address,
                                "consent",
                                Map.of("wording", "Mail me.", "version", "1")))
                .json(200);
    }

    void setSpotifyApp(String clientId) {
        deployment
                .put(
                        "/v1/projects/" + projectId + "/spotify",
                        secretKey,
                        Map.of("clientId", clientId, "clientSecret", "client-secret"))
                .json(200);
    }

    /** Allows pages of this origin to use the publishable key. */
    void allowOrigin(String origin) {
        deployment
                .put(
                        "/v1/projects/" + projectId + "/embed",
                        secretKey,
                        Map.of("allowedOrigins", List.of(origin)))
                .json(200);
    }

    String release(LocalDate date) {
        return release(date, ALBUM);
    }

    String release(LocalDate date, String album) {
        return text(
                deployment
                        .post(
                                "/v1/releases",
                                secretKey,
                                Map.of(
                                        "title",
                                        "Low Tide",
                                        "artistName",
                                        "Night Harbour",
                                        "releaseDate",
                                        date.toString(),
                                        "spotifyUri",
                                        album))
                        .json(201),
                "id");
    }

    void moveRelease(String release, LocalDate date) {
        deployment
                .put(
                        "/v1/releases/" + release + "/date",
                        secretKey,
                        Map.of("releaseDate", date.toString()))
                .json(200);
    }

    String upcomingRelease() {
        return release(LocalDate.now(ZoneOffset.UTC).plusDays(30));
    }

    String pastRelease() {
        return release(LocalDate.now(ZoneOffset.UTC).minusDays(1));
    }

    String artist() {
        return artist(ARTIST);
    }

    String artist(String spotifyUri) {
        return text(
                deployment
                        .post(
                                "/v1/artists",
                                secretKey,
                                Map.of("name", "Night Harbour", "spotifyUri", spotifyUri))
                        .json(201),
                "id");
    }

    /** A fan connects Spotify and opts in to all future releases of the artist. */
    void aFanWantsAllOf(String artistId) {
        FanBrowser browser = new FanBrowser();
        browser.visit(
                browser.agreeAfter(
                        "%s/connect/spotify/start?project=%s&action=next_save&artistId=%s"
                                .formatted(deployment.baseUrl(), projectId, artistId),
                        "fan-" + UUID.randomUUID()));
    }

    String segment() {
        return text(
                deployment.post("/v1/segments", secretKey, Map.of("name", "New Fans")).json(201),
                "id");
    }

    List<Map<String, Object>> missionSteps(String releaseId, String segmentId) {
        return List.of(
                Map.of("type", "pre_save", "releaseId", releaseId),
                Map.of("type", "follow_artist", "artist", Map.of("spotifyUri", ARTIST)),
                Map.of("type", "add_to_segment", "segmentId", segmentId),
                sendText());
    }

    static Map<String, Object> sendText() {
        return Map.of(
                "type",
                "send_text",
                "text",
                "Thanks from {{project_name}}!{{#connect_link}} Connect:"
                        + " {{connect_link}}{{/connect_link}}");
    }

    Map<String, Object> addToSegment() {
        return Map.of("type", "add_to_segment", "segmentId", segment());
    }

    static Map<String, Object> flowDocument(String keyword, List<Map<String, Object>> steps) {
        return flowDocument(Map.of("type", "sms.keyword", "keyword", keyword), steps);
    }

    private static Map<String, Object> flowDocument(
            Map<String, Object> trigger, List<Map<String, Object>> steps) {
        return Map.of("name", "Pre-save by text", "trigger", trigger, "steps", steps);
    }

    String draftFlow(String keyword, List<Map<String, Object>> steps) {
        return text(
                deployment.post("/v1/flows", secretKey, flowDocument(keyword, steps)).json(201),
                "id");
    }

    String activeFlow(String keyword, List<Map<String, Object>> steps) {
        String id = draftFlow(keyword, steps);
        activate(id).json(200);
        return id;
    }

    String activeFlow(Map<String, Object> trigger, List<Map<String, Object>> steps) {
        String id =
                text(
                        deployment
                                .post("/v1/flows", secretKey, flowDocument(trigger, steps))
                                .json(201),
                        "id");
        activate(id).json(200);
        return id;
    }

    Answer activate(String flowId) {
        return deployment.post("/v1/flows/" + flowId + "/activate", secretKey, null);
    }

    Answer pause(String flowId) {
        return deployment.post("/v1/flows/" + flowId + "/pause", secretKey, null);
    }

    /** The id of the fan with this number, created if necessary. */
    String fan(String phone) {
        Answer answer = deployment.post("/v1/fans", secretKey, Map.of("phone", phone));
        return text(answer.json(answer.status() == 200 ? 200 : 201), "id");
    }

    void connect(String fanId) {
        connect(fanId, "refresh-token-of-" + fanId);
    }

    void connect(String fanId, String refreshToken) {
        connect(fanId, Map.of("refreshToken", refreshToken));
    }

    /** The fan allowed exactly these scopes. */
    void connect(String fanId, List<String> scopes) {
        connect(fanId, Map.of("refreshToken", "refresh-token-of-" + fanId, "scopes", scopes));
    }

    /** The fan allowed it at this time. */
    void connect(String fanId, Instant authorizedAt) {
        connect(
                fanId,
                Map.of(
                        "refreshToken",
                        "refresh-token-of-" + fanId,
                        "authorizedAt",
                        authorizedAt.toString()));
    }

    private void connect(String fanId, Map<String, ?> authorization) {
        deployment
                .put("/v1/fans/" + fanId + "/connections/spotify", secretKey, authorization)
                .json(200);
    }

    /** The fan texts; Twilio calls the webhook. */
    Answer text(String from, String body) {
        return deliver(from, body, messageSid());
    }

    /** The fan texts; Twilio calls the webhook again until it accepts the text. */
    void textUntilAccepted(String from, String body) {
        String messageSid = messageSid();
        eventually("the text is taken", () -> acceptedDelivery(from, body, messageSid));
    }

    private Optional<Answer> acceptedDelivery(String from, String body, String messageSid) {
        try {
            return Optional.of(deliver(from, body, messageSid))
                    .filter(answer -> answer.status() < 500);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Twilio calls the webhook for this message, possibly again. */
    Answer deliver(String from, String body, String messageSid) {
        Map<String, String> form =
                Map.of(
                        "MessageSid", messageSid,
                        "AccountSid", accountSid,
                        "From", from,
                        "To", number,
                        "Body", body,
                        "NumMedia", "0",
                        "FromCity", "",
                        "SomethingNew", " kept as it is ");
        return webhook(form, signature(form));
    }

    Answer webhook(Map<String, String> form, @Nullable String signature) {
        return post(webhookUrl(), form, signature);
    }

    /** Twilio reports the delivery status of a text. */
    Answer reportStatus(Map<String, String> message, String status, String errorCode) {
        String url = text(message, "StatusCallback");
        Map<String, String> form = status(status, errorCode);
        return post(url, form, signature(url, form));
    }

    /** A forged report of the delivery status of a text. */
    Answer forgeStatus(Map<String, String> message, String status, String errorCode) {
        String url = text(message, "StatusCallback");
        Map<String, String> form = status(status, errorCode);
        return post(url, form, signature(url + "0", form));
    }

    private Map<String, String> status(String status, String errorCode) {
        return Map.of(
                "MessageSid",
                messageSid(),
                "AccountSid",
                accountSid,
                "MessageStatus",
                status,
                "ErrorCode",
                errorCode);
    }

    private static Answer post(String url, Map<String, String> form, @Nullable String signature) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(40))
                        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                        .POST(
                                BodyPublishers.ofString(
                                        form.entrySet().stream()
                                                .map(
                                                        it ->
                                                                encode(it.getKey())
                                                                        + "="
                                                                        + encode(it.getValue()))
                                                .collect(Collectors.joining("&"))));
        if (signature != null) {
            request.header("X-Twilio-Signature", signature);
        }
        return Deployment.send(request);
    }

    String signature(Map<String, String> form) {
        return signature(webhookUrl(), form);
    }

    /** As Twilio signs: HMAC-SHA1 over the URL and every parameter, sorted by name. */
    private String signature(String url, Map<String, String> form) {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String webhookUrl() {
        return deployment.baseUrl() + "/webhooks/sms/" + projectId;
    }

    List<RunView> runs(String flowId) {
        Map<String, @Nullable Object> list =
                deployment.get("/v1/flows/" + flowId + "/runs?limit=100", secretKey).json(200);
        return list(list, "items").stream().map(RunView::new).toList();
    }

    /** The only run of the flow, once it matches. */
    RunView runWhen(String flowId, String expectation, Predicate<RunView> expected) {
        return eventually(
                expectation,
                () ->
                        runs(flowId).stream()
                                .collect(
                                        Collectors.collectingAndThen(
                                                Collectors.toList(),
                                                found ->
                                                        found.size() == 1
                                                                ? Optional.of(found.getFirst())
                                                                : Optional.<RunView>empty()))
                                .filter(expected));
    }

    /** The run of that fan, once it matches. */
    RunView runOfWhen(
            String flowId, String fanId, String expectation, Predicate<RunView> expected) {
        return eventually(
                expectation,
                () ->
                        runs(flowId).stream()
                                .filter(run -> run.fanId().equals(fanId))
                                .filter(expected)
                                .findFirst());
    }

    /** All runs of the flow, once there are this many and all of them match. */
    List<RunView> runsWithin(
            Duration timeout, String flowId, int count, Predicate<RunView> expected) {
        return within(
                timeout,
                count + " runs are as expected",
                () ->
                        Optional.of(runs(flowId))
                                .filter(
                                        runs ->
                                                runs.size() == count
                                                        && runs.stream().allMatch(expected)));
    }

    static <T> T eventually(String expectation, java.util.function.Supplier<Optional<T>> lookUp) {
        return within(DEFAULT_TIMEOUT, expectation, lookUp);
    }

    static <T> T within(
            Duration timeout, String expectation, java.util.function.Supplier<Optional<T>> lookUp) {
        Instant deadline = Instant.now().plus(timeout);
        while (true) {
            Optional<T> seen = lookUp.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + timeout + ": " + expectation);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    static String phoneNumber() {
        return "+1415555%04d".formatted(RANDOM.nextInt(10_000));
    }

    /** A number in a place where it is between 9 and 20 o'clock now: texts need not wait. */
    static String phoneNumberInDaytime() {
        Map<String, String> prefixes =
                Map.of(
                        "Asia/Tokyo", "+819012%06d",
                        "Europe/Berlin", "+4915123%06d",
                        "America/Los_Angeles", "+1415555%04d");
        String prefix =
                prefixes.entrySet().stream()
                        .filter(it -> isDaytime(ZoneId.of(it.getKey())))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
        return prefix.formatted(RANDOM.nextInt(10_000));
    }

    private static boolean isDaytime(ZoneId zone) {
        int hour = Instant.now().atZone(zone).getHour();
        return 9 <= hour && hour < 20;
    }

    /** This many distinct numbers. */
    static List<String> phoneNumbers(int count) {
        return Stream.generate(Label::phoneNumber).distinct().limit(count).toList();
    }

    static String messageSid() {
        return "SM" + HexFormat.of().formatHex(random(16));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String text(Map<String, ? extends @Nullable Object> object, String name) {
        return String.valueOf(Objects.requireNonNull(object.get(name), name));
    }

    @SuppressWarnings("unchecked") // the API answers lists of objects
    static List<Map<String, @Nullable Object>> list(
            Map<String, @Nullable Object> object, String name) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(object.get(name));
    }

    /** A run in the API's format. */
    record RunView(Map<String, @Nullable Object> document) {
        String id() {
            return Label.text(document, "id");
        }

        String fanId() {
            return Label.text(document, "fanId");
        }

        String status() {
            return Label.text(document, "status");
        }

        boolean isCompleted() {
            return status().equals("COMPLETED");
        }

        boolean hasEnded() {
            return isCompleted() || status().equals("FAILED");
        }

        boolean isWaiting() {
            return status().equals("WAITING");
        }

        /** In the format {@code pre_save COMPLETED registered}. */
        List<String> steps() {
            return list(document, "steps").stream()
                    .map(
                            step ->
                                    step.get("type")
                                            + " "
                                            + step.get("outcome")
                                            + " "
                                            + step.get("reason"))
                    .toList();
        }
    }
}
