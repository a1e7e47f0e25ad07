package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.ErasureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ErasureMessageTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final ErasureId ERASURE = new ErasureId("era_5j7k9m1n3p5q7r9s");

    @Test
    void a_task_is_read_as_it_was_written() {
        for (ErasureTask task :
                new ErasureTask[] {
                    ErasureTask.Erase.first(PROJECT, ERASURE),
                    new ErasureTask.Erase(PROJECT, ERASURE, 7, Optional.of("L0:abc"), true),
                    ErasureTask.Reapply.first("action-flows-restored-1"),
                    new ErasureTask.Reapply("t-restored-1", Optional.of("a"), Optional.of("A0"), 9)
                }) {
            assertThat(ErasureMessage.decode(ErasureMessage.encode(task))).isEqualTo(task);
        }
    }

    @Test
    void an_operator_names_the_table_only() {
        assertThat(ErasureMessage.decode("{\"reapplyTo\": \"action-flows-restored-1\"}"))
                .isEqualTo(ErasureTask.Reapply.first("action-flows-restored-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"projectId\": \"prj_7zqk3v9m2c4x8b1d\", \"erasureId\": \"era\", \"pass\": 1}",
                "{\"projectId\": \"prj_7zqk3v9m2c4x8b1d\", \"erasureId\":"
                        + " \"era_5j7k9m1n3p5q7r9s\"}",
                "{\"reapplyTo\": \"../other\"}"
            })
    void an_invalid_task_is_rejected(String body) {
        assertThatThrownBy(() -> ErasureMessage.decode(body)).isInstanceOf(ProblemException.class);
    }
}
