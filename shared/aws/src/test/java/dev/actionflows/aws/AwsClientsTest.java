package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.testkit.BreakingServer;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

import java.util.Map;

class AwsClientsTest {
    @Test
    void a_call_is_signed_for_the_region_with_the_functions_own_credentials() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.ok(Map.of()))) {
            listQueues(aws.environment());

            Map<String, String> headers = aws.requests().getFirst().headers();
            assertThat(headers.get("authorization"))
                    .contains("Credential=AKIDEXAMPLE/", "/eu-central-1/sqs/aws4_request");
            assertThat(headers).containsEntry("x-amz-security-token", "session");
        }
    }

    @Test
    void with_snap_start_credentials_come_from_the_local_endpoint() {
        Map<String, String> fetched =
                Map.of(
                        "AccessKeyId", "AKIDFETCHED",
                        "SecretAccessKey", "secret",
                        "Token", "fetched-session",
                        "Expiration", "2126-01-01T00:00:00Z");
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.ok(fetched))) {
            System.setProperty("aws.containerCredentialsFullUri", aws.url() + "/credentials");
            System.setProperty("aws.containerAuthorizationToken", "token");
            try {
                listQueues(Map.of("AWS_REGION", "eu-central-1", "AWS_ENDPOINT_URL", aws.url()));
            } finally {
                System.clearProperty("aws.containerCredentialsFullUri");
                System.clearProperty("aws.containerAuthorizationToken");
            }

            assertThat(aws.operations()).containsExactly("/credentials", "ListQueues");
            assertThat(aws.requests().getFirst().headers()).containsEntry("authorization", "token");
            assertThat(aws.requests().getLast().headers())
                    .containsEntry("x-amz-security-token", "fetched-session");
        }
    }

    /** So that only the SDK decides about retries, and the JDK never does. */
    @Test
    void each_attempt_is_one_request_even_if_its_connection_breaks() {
        try (BreakingServer aws = new BreakingServer(0, "{}");
                SqsClient client =
                        AwsClients.fromEnvironment(
                                        Map.of(
                                                "AWS_REGION", "eu-central-1",
                                                "AWS_ACCESS_KEY_ID", "local",
                                                "AWS_SECRET_ACCESS_KEY", "local",
                                                "AWS_ENDPOINT_URL", aws.url().toString()))
                                .client(SqsClient.builder())) {
            assertThatExceptionOfType(SdkException.class)
                    .isThrownBy(
                            () ->
                                    client.sendMessage(
                                            it -> it.queueUrl("queue").messageBody("once")))
                    .satisfies(it -> assertThat(it.numAttempts()).isEqualTo(3));

            assertThat(aws.unanswered()).isEqualTo(3);
        }
    }

    @Test
    void without_a_region_there_are_no_clients() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AwsClients.fromEnvironment(Map.of()))
                .withMessageContaining("AWS_REGION");
    }

    private static void listQueues(Map<String, String> environment) {
        try (SqsClient client =
                AwsClients.fromEnvironment(environment).client(SqsClient.builder())) {
            client.listQueues();
        }
    }
}
