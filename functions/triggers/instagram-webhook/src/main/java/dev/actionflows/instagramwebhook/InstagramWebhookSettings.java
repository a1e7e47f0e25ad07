package dev.actionflows.instagramwebhook;

import dev.actionflows.aws.DeploymentSecret;
import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.providers.MetaApp;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, DEPLOYMENT, INSTAGRAM_APP_SECRET
 *     and PLAN_LIMITS
 */
record InstagramWebhookSettings(AwsPorts ports) {
    /** What has just been put in counts after so long. */
    private static final Duration SECRET_KEPT_FOR = Duration.ofMinutes(1);

    InstagramWebhook webhook() {
        return new InstagramWebhook(new Application(ports).instagram(), app());
    }

    private Supplier<MetaApp> app() {
        DeploymentSecret secret =
                new DeploymentSecret(
                        ports.clients().client(SecretsManagerClient.builder()),
                        ports.environment().required("INSTAGRAM_APP_SECRET"),
                        SECRET_KEPT_FOR,
                        ports.clock());
        return () -> MetaApp.read(secret.get());
    }
}
