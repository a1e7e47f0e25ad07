package dev.actionflows.aws;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The deployment's administrator key, from Secrets Manager. Cached for five minutes, so the
 * previous key stays valid that long after a rotation.
 */
public final class AdministratorKey implements Supplier<String> {
    private static final Duration KEPT_FOR = Duration.ofMinutes(5);

    private final DeploymentSecret secret;

    /**
     * @param secretId the secret's name or ARN
     */
    public AdministratorKey(SecretsManagerClient client, String secretId, InstantSource clock) {
        this.secret = new DeploymentSecret(client, secretId, KEPT_FOR, clock);
    }

    @Override
    public String get() {
        return secret.get();
    }
}
