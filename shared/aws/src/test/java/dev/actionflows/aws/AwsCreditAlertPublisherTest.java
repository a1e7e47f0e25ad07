package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class AwsCreditAlertPublisherTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final String TOPIC = "arn:aws:sns:eu-central-1:111122223333:alarms";
    private static final CreditAlert MONTHLY =
            new CreditAlert(
                    new CreditThreshold(PROJECT, Optional.of(YearMonth.of(2026, 11)), 5000, 80),
                    4001);

    /** An answer of PutEvents and one of Publish. */
    private int eventStatus = 200;

    private String eventAnswer = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
    private int topicStatus = 200;

    private record Request(String target, String contentType, String signedFor, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
                    requests.add(
                            new Request(
                                    String.valueOf(target),
                                    exchange.getRequestHeaders().getFirst("Content-Type"),
                                    exchange.getRequestHeaders()
                                            .getFirst("Authorization")
                                            .replaceAll(".*/eu-central-1/(\\w+)/.*", "$1"),
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8)));
                    byte[] answer =
                            (target == null ? "<PublishResponse/>" : eventAnswer)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            target == null ? topicStatus : eventStatus, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private AwsCreditAlertPublisher publisher() {
        return new AwsCreditAlertPublisher(
                AwsClients.fromEnvironment(
                        Map.of(
                                "AWS_REGION",
                                "eu-central-1",
                                "AWS_ACCESS_KEY_ID",
                                "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY",
                                "secret",
                                "AWS_ENDPOINT_URL",
                                "http://localhost:" + server.getAddress().getPort())),
                TOPIC);
    }

    @Test
    void the_event_names_project_month_and_credits() {
        publisher().putEvent(MONTHLY);

        Request request = requests.getFirst();
        assertThat(request.target()).isEqualTo("AWSEvents.PutEvents");
        assertThat(request.contentType()).isEqualTo("application/x-amz-json-1.1");
        assertThat(request.signedFor()).isEqualTo("events");
        assertThat(Json.readObject(request.body()).get("Entries"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "Source",
                                        "actionflows",
                                        "DetailType",
                                        "Credits 80 % used",
                                        "Detail",
                                        "{\"projectId\":\"prj_7zqk3v9m2c4x8b1d\","
                                                + "\"limitType\":\"monthly\",\"month\":\"2026-11\","
                                                + "\"percent\":80,\"used\":4001,\"limit\":5000}")));
    }

    @Test
    void the_topic_of_alarms_gets_a_sentence() {
        publisher()
                .notifyOperator(
                        new CreditAlert(
                                new CreditThreshold(PROJECT, Optional.empty(), 9000, 100), 9001));

        Request request = requests.getLast();
        assertThat(request.signedFor()).isEqualTo("sns");
        assertThat(request.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(List.of(request.body().split("&", -1)))
                .extracting(it -> URLDecoder.decode(it, StandardCharsets.UTF_8))
                .containsExactly(
                        "Action=Publish",
                        "Version=2010-03-31",
                        "TopicArn=" + TOPIC,
                        "Subject=Credits 100 % used: prj_7zqk3v9m2c4x8b1d",
                        "Message=Project prj_7zqk3v9m2c4x8b1d has used 9001 of 9000 credits that it"
                                + " was granted. docs/operations.md explains what to do.");
    }

    @Test
    void an_entry_that_failed_is_published_again_although_the_status_is_200() {
        eventAnswer =
                "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"ThrottlingException\"}]}";

        assertThatThrownBy(() -> publisher().putEvent(MONTHLY))
                .hasMessageContaining("the event bus");
    }

    @Test
    void an_error_of_either_service_is_thrown() {
        eventStatus = 500;
        assertThatThrownBy(() -> publisher().putEvent(MONTHLY))
                .hasMessageContaining("the event bus");
        eventStatus = 200;
        topicStatus = 403;
        assertThatThrownBy(() -> publisher().notifyOperator(MONTHLY))
                .hasMessageContaining("the topic of alarms");
        server.stop(0);
        assertThatThrownBy(() -> publisher().putEvent(MONTHLY))
                .hasMessageContaining("no answer from events");
    }
}
