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
 * The deployment's app at Meta. Meta knows one callback URL for each app, so there is one for all
 * projects. As text it shows neither of its secrets.
 *
 * @param appSecrets one of them signs webhooks: an app with Instagram login has two secrets, its
 *     own and Instagram's; none until somebody has put them in
 * @param verifyToken what Meta shows when the callback URL is entered, to prove that whoever enters
 *     it has it from here; empty when there is none
 */
public record MetaApp(List<String> appSecrets, String verifyToken) {
    /** Each one costs a hash of the whole body. */
    private static final int MAX_SECRETS = 4;

    public MetaApp {
        appSecrets = appSecrets.stream().filter(it -> !it.isEmpty()).limit(MAX_SECRETS).toList();
    }

    /**
     * @param document {@code {"appSecret": "…", "verifyToken": "…"}}, of which anything may be
     *     missing; the secret may also be a list of several
     * @throws IllegalStateException when it is no JSON object; nothing of it is quoted
     */
    public static MetaApp read(String document) {
        Map<String, @Nullable Object> fields;
        try {
            fields = Json.readObject(document);
        } catch (JsonException e) {
            throw new IllegalStateException(
                    "the secret of the app at Meta is no JSON object: " + e.getMessage());
        }
        List<String> secrets =
                fields.get("appSecret") instanceof List<?> several
                        ? several.stream().map(MetaApp::text).toList()
                        : List.of(text(fields.get("appSecret")));
        return new MetaApp(secrets, text(fields.get("verifyToken")));
    }

    /**
     * Whether a webhook comes from Meta.
     *
     * @param body the very bytes that were sent
     * @param signature the value of {@link MetaSignature#HEADER}
     */
    public boolean hasSigned(byte[] body, String signature) {
        return appSecrets.stream()
                .anyMatch(secret -> MetaSignature.matches(body, Optional.of(signature), secret));
    }

    /** Whether this is the verify token, compared in constant time. */
    public boolean isVerifiedBy(Optional<String> token) {
        return token.isPresent()
                && !verifyToken.isEmpty()
                && MessageDigest.isEqual(bytes(token.get()), bytes(verifyToken));
    }

    @Override
    public String toString() {
        return "MetaApp";
    }

    /** Whoever pastes a secret pastes a line end with it. */
    private static String text(@Nullable Object value) {
        return value instanceof String text ? text.strip() : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
