package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.KeyRingContract;
import dev.actionflows.domain.project.WrappedKey;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kms.KmsClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class KmsKeyRingIT extends KeyRingContract {
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";

    /** Shared by all tests, like the deployment's identity key in its table. */
    private static final ScriptedAws KMS = new ScriptedAws(new FakeKms());

    private final VirtualClock clock = new VirtualClock(Samples.NOW);
    private final ProjectId project = Samples.projectId();

    @AfterAll
    static void stopKms() {
        KMS.close();
    }

    @Override
    protected KeyRing keyRing() {
        return new KmsKeyRing(
                KMS.clients().client(KmsClient.builder()), KEY, LocalDynamoDb.table(), clock);
    }

    @Test
    void a_data_key_is_requested_with_the_wrapping_key_and_the_project() {
        keyRing().createDataKey(project);

        ScriptedAws.Request request = KMS.requests().getLast();
        assertThat(request.operation()).isEqualTo("GenerateDataKey");
        assertThat(request.body())
                .containsEntry("KeyId", KEY)
                .containsEntry("KeySpec", "AES_256")
                .containsEntry("EncryptionContext", Map.of("project", project.value()));
    }

    @Test
    void a_data_key_is_cached_for_five_minutes() {
        WrappedKey wrapped = keyRing().createDataKey(project);
        KeyRing keys = keyRing();
        int before = KMS.requests().size();

        keys.unwrap(project, wrapped);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        keys.unwrap(project, wrapped);
        assertThat(operationsSince(before)).containsExactly("Decrypt");

        clock.advance(Duration.ofMillis(1));
        keys.unwrap(project, wrapped);
        assertThat(operationsSince(before)).containsExactly("Decrypt", "Decrypt");
    }

    @Test
    void the_identity_key_is_unwrapped_once_per_process() {
        keyRing().identityKey();
        KeyRing keys = keyRing();
        int before = KMS.requests().size();

        keys.identityKey();
        clock.advance(Duration.ofDays(1));
        keys.identityKey();

        assertThat(operationsSince(before)).containsExactly("Decrypt");
    }

    private static List<String> operationsSince(int count) {
        List<String> operations = KMS.operations();
        return operations.subList(count, operations.size());
    }
}
