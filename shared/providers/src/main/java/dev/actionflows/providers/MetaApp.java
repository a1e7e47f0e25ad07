package dev.actionflows.providers;

import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The deployment's Meta app. All projects share it because Meta allows one callback URL per app.
 * {@link #toString} hides the secrets.
 *
 * @param appSecrets the secrets that may sign webhooks: an app with Instagram login has two, its
 *     own and Instagram's; empty until an operator sets them
 * @param verifyToken the token that Meta presents when an operator registers the callback URL;
 *     empty when not set
 */
public record MetaApp(List<String> appSecrets, String verifyToken) {
    /** Each secret costs one HMAC over the whole body. */
    private static final int MAX_SECRETS = 4;

    public MetaApp {
        appSecrets = appSecrets.stream().filter(it -> !it.isEmpty()).limit(MAX_SECRETS).toList();
    }

    /**
     * @param document {@code {"appSecret": "…", "verifyToken": "…"}}; both properties are optional,
     *     and the secret may also be a list of secrets
     * @throws IllegalStateException when the document is not a JSON object; the message quotes none
     *     of it
     */
    public static MetaApp read(String document) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Json.readObject(document);
        } catch (JsonException e) {
            throw new IllegalStateException(
                    "the secret of the Meta app is not a JSON object: " + e.getMessage());
        }
        List<String> secrets =
                fields.get("appSecret") instanceof List<?> several
                        ? several.stream().map(MetaApp::text).toList()
                        : List.of(text(fields.get("appSecret")));
        return new MetaApp(secrets, text(fields.get("verifyToken")));
    }

    /**
     * Whether Meta signed this webhook.
     *
     * @param body the raw bytes of the request
     * @param signature the value of {@link MetaSignature#HEADER}
     */
    public boolean hasSigned(byte[] body, String signature) {
        return appSecrets.stream()
                .anyMatch(secret -> MetaSignature.matches(body, Optional.of(signature), secret));
    }

    /** Whether this is the verify token. Compares in constant time. */
    public boolean isVerifiedBy(Optional<String> token) {
        return token.isPresent()
                && !verifyToken.isEmpty()
                && MessageDigest.isEqual(bytes(token.get()), bytes(verifyToken));
    }

    @Override
    public String toString() {
        return "MetaApp";
    }

    /** Trims the value: a pasted secret often ends with a newline. */
    private static String text(@Nullable Object value) {
        return value instanceof String text ? text.strip() : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
