package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/** The contract of {@link KeyRing} implementations. */
public abstract class KeyRingContract {
    private final ProjectId project = Samples.projectId();

    /** The key ring of a new process; all key rings of a test belong to one deployment. */
    protected abstract KeyRing keyRing();

    @Test
    void a_data_key_has_256_bits_and_unwraps_to_the_same_key_in_every_process() {
        KeyRing maker = keyRing();
        WrappedKey wrapped = maker.createDataKey(project);

        byte[] key = maker.unwrap(project, wrapped);

        assertThat(key).hasSize(32);
        assertThat(maker.unwrap(project, wrapped)).isEqualTo(key);
        assertThat(keyRing().unwrap(project, wrapped)).isEqualTo(key);
    }

    @Test
    void data_keys_are_distinct() {
        KeyRing keys = keyRing();
        WrappedKey one = keys.createDataKey(project);
        WrappedKey other = keys.createDataKey(project);

        assertThat(one).isNotEqualTo(other);
        assertThat(keys.unwrap(project, one)).isNotEqualTo(keys.unwrap(project, other));
    }

    @Test
    void a_data_key_cannot_be_unwrapped_for_another_project() {
        WrappedKey wrapped = keyRing().createDataKey(project);

        assertThatIllegalStateException()
                .isThrownBy(() -> keyRing().unwrap(Samples.projectId(), wrapped));
    }

    @Test
    void wiping_a_returned_key_does_not_affect_the_key_ring() {
        KeyRing keys = keyRing();
        WrappedKey wrapped = keys.createDataKey(project);
        byte[] key = keys.unwrap(project, wrapped);
        byte[] identityKey = keys.identityKey();
        byte[] copy = key.clone();
        byte[] identityCopy = identityKey.clone();

        Arrays.fill(key, (byte) 0);
        Arrays.fill(identityKey, (byte) 0);

        assertThat(keys.unwrap(project, wrapped)).isEqualTo(copy);
        assertThat(keys.identityKey()).isEqualTo(identityCopy);
    }

    @Test
    void the_identity_key_has_256_bits_and_is_the_same_in_every_process() {
        byte[] key = keyRing().identityKey();

        assertThat(key).hasSize(32);
        assertThat(Together.run(10, _ -> keyRing().identityKey()))
                .allSatisfy(other -> assertThat(other).isEqualTo(key));
    }
}
