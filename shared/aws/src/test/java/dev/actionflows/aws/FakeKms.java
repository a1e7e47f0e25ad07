package dev.actionflows.aws;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

/** KMS for data keys: a key is unwrapped only with the context that it was wrapped with. */
public final class FakeKms implements ScriptedAws.Service {
    private final Random random = new Random(7);

    @Override
    public Answer answer(Request request) {
        return switch (request.operation()) {
            case "GenerateDataKey" -> generate(request);
            case "Decrypt" -> decrypt(request);
            default -> Answer.refused("UnsupportedOperationException");
        };
    }

    private synchronized Answer generate(Request request) {
        byte[] key = new byte["AES_256".equals(request.body().get("KeySpec")) ? 32 : 16];
        random.nextBytes(key);
        String plaintext = Base64.getEncoder().encodeToString(key);
        String wrapped = Json.write(Map.of("context", context(request), "key", plaintext));
        return Answer.ok(
                Map.of(
                        "KeyId", request.text("KeyId"),
                        "Plaintext", plaintext,
                        "CiphertextBlob",
                                Base64.getEncoder()
                                        .encodeToString(wrapped.getBytes(StandardCharsets.UTF_8))));
    }

    private static Answer decrypt(Request request) {
        byte[] blob = Base64.getDecoder().decode(request.text("CiphertextBlob"));
        Map<String, ?> wrapped = Json.readObject(new String(blob, StandardCharsets.UTF_8));
        return context(request).equals(wrapped.get("context"))
                ? Answer.ok(
                        Map.of(
                                "KeyId", request.text("KeyId"),
                                "Plaintext", String.valueOf(wrapped.get("key"))))
                : Answer.refused("InvalidCiphertextException");
    }

    private static Object context(Request request) {
        Object context = request.body().get("EncryptionContext");
        return context == null ? Map.of() : context;
    }
}
