package dev.actionflows.aws;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A secret of the whole deployment, from Secrets Manager. It is cached, so a change takes effect
 * only after the cached value expires.
 */
public final class DeploymentSecret implements Supplier<String> {
    private final SecretsManagerClient client;
    private final String secretId;
    private final BoundedCache<String, String> cache;

    /**
     * @param secretId the secret's name or ARN
     */
    public DeploymentSecret(
            SecretsManagerClient client, String secretId, Duration keptFor, InstantSource clock) {
        this.client = client;
        this.secretId = secretId;
        this.cache = new BoundedCache<>(1, keptFor, clock);
    }

    @Override
    public String get() {
        return cache.find(secretId).orElseGet(this::read);
    }

    private String read() {
        String value =
                AwsErrors.call(() -> client.getSecretValue(get -> get.secretId(secretId)))
                        .secretString();
        cache.put(secretId, value);
        return value;
    }
}
