package dev.actionflows.endtoend;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Meta, from the deployment's point of view: an app whose secret signs what Meta sends.
 *
 * @param verifyToken the token that the deployment generated
 */
record Meta(Deployment deployment, String appSecret, String verifyToken) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Each function caches the secret for a minute. */
    private static final Duration SECRET_PROPAGATION = Duration.ofSeconds(100);

    /**
     * Stores an app secret in the deployment, as its owner would, and waits until it is in effect.
     */
    static Meta withApp(Deployment deployment, LocalCloud cloud) {
        String name = cloud.stack() + "/instagram-app";
        Map<String, @Nullable Object> app =
                new LinkedHashMap<>(Json.readObject(cloud.secret(name)));
        Meta meta =
                new Meta(
                        deployment,
                        HexFormat.of().formatHex(random(16)),
                        Label.text(app, "verifyToken"));
        app.put("appSecret", List.of("not-the-one-that-signs", meta.appSecret()));
        cloud.putSecret(name, Json.write(app));
        Label.within(
                SECRET_PROPAGATION,
                "the app secret counts",
                () -> Optional.of(meta.send(List.of())).filter(answer -> answer.status() == 200));
        return meta;
    }

    Answer verify(String token, String challenge) {
        return Deployment.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "%s?hub.mode=subscribe&hub.challenge=%s&hub.verify_token=%s"
                                                .formatted(
                                                        url(), encoded(challenge), encoded(token))))
                        .GET());
    }

    /** Signed like Meta's requests, with all non-ASCII characters escaped. */
    Answer send(List<Map<String, ?>> entries) {
        byte[] body = body(entries);
        return send(body, signature(body));
    }

    Answer send(byte[] body, @Nullable String signature) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url()))
                        .timeout(Duration.ofSeconds(40))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        if (signature != null) {
            request.header("X-Hub-Signature-256", signature);
        }
        return Deployment.send(request);
    }

    static byte[] body(List<Map<String, ?>> entries) {
        StringBuilder ascii = new StringBuilder();
        Json.write(Map.of("object", "instagram", "entry", entries))
                .chars()
                .forEach(
                        unit ->
                                ascii.append(
                                        unit < 0x80
                                                ? String.valueOf((char) unit)
                                                : "\\u%04x".formatted(unit)));
        return ascii.toString().getBytes(StandardCharsets.US_ASCII);
    }

    String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An id of an account, a fan, a post or a comment. */
    static String id() {
        return "1784" + (1_000_000_000_000L + RANDOM.nextLong(9_000_000_000_000L));
    }

    static Map<String, ?> messages(String account, List<Map<String, ?>> messages) {
        return Map.of("id", account, "time", 1_793_620_800_123L, "messaging", messages);
    }

    static Map<String, ?> changes(String account, List<Map<String, ?>> changes) {
        return Map.of("id", account, "time", 1_793_620_800L, "changes", changes);
    }

    static Map<String, ?> message(String sender, String id, String text) {
        return Map.of("sender", Map.of("id", sender), "message", Map.of("mid", id, "text", text));
    }

    /** A message that was sent just now. */
    static Map<String, ?> messageNow(String sender, String id, String text) {
        return Map.of(
                "sender",
                Map.of("id", sender),
                "timestamp",
                System.currentTimeMillis(),
                "message",
                Map.of("mid", id, "text", text));
    }

    static Map<String, ?> comment(String sender, String id, String post, String text) {
        return Map.of(
                "field",
                "comments",
                "value",
                Map.of(
                        "id",
                        id,
                        "from",
                        Map.of("id", sender, "username", "fan"),
                        "media",
                        Map.of("id", post, "media_product_type", "FEED"),
                        "text",
                        text));
    }

    private String url() {
        return deployment.baseUrl() + "/webhooks/instagram";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
