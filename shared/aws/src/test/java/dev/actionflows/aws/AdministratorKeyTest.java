package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

class AdministratorKeyTest {
    @Test
    void the_key_is_cached_for_five_minutes() {
        AtomicReference<String> stored = new AtomicReference<>("old");
        VirtualClock clock = new VirtualClock(Samples.NOW);
        try (ScriptedAws aws =
                new ScriptedAws(_ -> Answer.ok(Map.of("SecretString", stored.get())))) {
            AdministratorKey key =
                    new AdministratorKey(
                            aws.clients().client(SecretsManagerClient.builder()),
                            "stack/administrator-key",
                            clock);
            assertThat(key.get()).isEqualTo("old");
            stored.set("new");
            clock.advance(Duration.ofMinutes(5).minusMillis(1));
            assertThat(key.get()).isEqualTo("old");

            clock.advance(Duration.ofMillis(1));

            assertThat(key.get()).isEqualTo("new");
            assertThat(aws.operations()).containsExactly("GetSecretValue", "GetSecretValue");
            assertThat(aws.requests().getFirst().text("SecretId"))
                    .isEqualTo("stack/administrator-key");
        }
    }
}
