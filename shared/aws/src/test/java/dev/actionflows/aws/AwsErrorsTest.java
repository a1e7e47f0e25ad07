package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

import java.util.Map;

class AwsErrorsTest {
    @Test
    void a_failing_service_is_called_three_times_and_then_reported_as_busy() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            assertBusy(aws.environment());

            assertThat(aws.requests()).hasSize(3);
        }
    }

    @Test
    void a_throttling_service_is_reported_as_busy() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.refused("ThrottlingException"))) {
            assertBusy(aws.environment());
        }
    }

    @Test
    void an_unreachable_service_is_reported_as_busy() {
        Map<String, String> environment;
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.ok(Map.of()))) {
            environment = aws.environment();
        }

        assertBusy(environment);
    }

    private static void assertBusy(Map<String, String> environment) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> listQueues(environment))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.TRY_AGAIN))
                .withCauseInstanceOf(SdkException.class);
    }

    @Test
    void a_missing_permission_is_not_reported_as_busy() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.refused("AccessDeniedException"))) {
            assertThatExceptionOfType(SqsException.class)
                    .isThrownBy(() -> listQueues(aws.environment()));
            assertThat(aws.requests()).hasSize(1);
        }
    }

    private static void listQueues(Map<String, String> environment) {
        try (SqsClient client =
                AwsClients.fromEnvironment(environment).client(SqsClient.builder())) {
            AwsErrors.call(client::listQueues);
        }
    }
}
