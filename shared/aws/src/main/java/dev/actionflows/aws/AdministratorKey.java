package dev.actionflows.aws;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The deployment's administrator key, from Secrets Manager. It is kept for five minutes: so long
 * the key before a rotation goes on being taken.
 */
public final class AdministratorKey implements Supplier<String> {
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);

    private final SecretsManagerClient client;
    private final String secretId;
    private final BoundedCache<String, String> cache;

    /**
     * @param secretId the secret's name or ARN
     */
    public AdministratorKey(SecretsManagerClient client, String secretId, InstantSource clock) {
        this.client = client;
        this.secretId = secretId;
        this.cache = new BoundedCache<>(1, KEPT_FOR, clock);
    }

    @Override
    public String get() {
        return cache.find(secretId).orElseGet(this::read);
    }

    private String read() {
        String key =
                Calls.call(() -> client.getSecretValue(get -> get.secretId(secretId)))
                        .secretString();
        cache.put(secretId, key);
        return key;
    }
}
