package dev.actionflows.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookAnswer.Failure;
import dev.actionflows.domain.webhook.WebhookSender;
import dev.actionflows.domain.webhook.WebhookUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLSocketFactory;

@Timeout(60)
class WebhookClientTest {
    private static final WebhookClient.Limits PATIENT =
            new WebhookClient.Limits(
                    Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(30));
    private static final String BODY = "{\"type\":\"webhook.test\",\"name\":\"Låst ut 🌊\"}";

    private static boolean all(InetAddress address) {
        return true;
    }

    private static WebhookSender.Post post(String url) {
        return new WebhookSender.Post(
                new WebhookUrl(url), "evt_1", 1_793_620_800L, List.of("v1,a=", "v1,b="), BODY);
    }

    private static WebhookAnswer sent(TlsReceiver receiver) {
        return new WebhookClient(receiver.trusting(), WebhookClientTest::all, PATIENT)
                .post(post(receiver.url()));
    }

    private static void assertFailed(WebhookAnswer answer, Failure failure) {
        assertThat(answer).isEqualTo(new WebhookAnswer.NotAnswered(failure));
    }

    @Test
    void the_body_is_posted_with_its_headers() throws IOException {
        try (TlsReceiver receiver = new TlsReceiver(TlsReceiver.status("204 No Content"))) {
            assertThat(sent(receiver)).isEqualTo(new WebhookAnswer.Answered(204));

            assertThat(receiver.requests)
                    .singleElement()
                    .satisfies(
                            it ->
                                    assertThat(it)
                                            .startsWith("POST /hooks?a=b HTTP/1.1\r\n")
                                            .contains("webhook-id: evt_1\r\n")
                                            .contains("webhook-timestamp: 1793620800\r\n")
                                            .contains("webhook-signature: v1,a= v1,b=\r\n")
                                            .contains("Content-Type: application/json\r\n")
                                            .endsWith("\r\n\r\n" + BODY));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 407, 410, 429, 500, 503})
    void a_status_is_taken_as_it_is_and_nothing_is_repeated(int status) throws IOException {
        String line = status + " X\r\nLocation: https://169.254.169.254/\r\nX: y";
        try (TlsReceiver receiver = new TlsReceiver(TlsReceiver.status(line))) {
            assertThat(sent(receiver)).isEqualTo(new WebhookAnswer.Answered(status));

            assertThat(receiver.requests).hasSize(1);
        }
    }

    @Test
    void an_address_that_is_not_public_is_not_connected_to() throws IOException {
        try (TlsReceiver receiver = new TlsReceiver(TlsReceiver.status("200 OK"))) {
            WebhookClient client =
                    new WebhookClient(receiver.trusting(), PublicAddress::isPublic, PATIENT);

            assertFailed(client.post(post(receiver.url())), Failure.ADDRESS_NOT_PUBLIC);

            assertThat(receiver.requests).isEmpty();
        }
    }

    @Test
    void a_certificate_that_nobody_trusts_ends_the_attempt() throws IOException {
        try (TlsReceiver receiver = new TlsReceiver(TlsReceiver.status("200 OK"))) {
            WebhookClient client =
                    new WebhookClient(
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            WebhookClientTest::all,
                            PATIENT);

            assertFailed(client.post(post(receiver.url())), Failure.TLS_FAILED);

            assertThat(receiver.requests).isEmpty();
        }
    }

    @Test
    void a_certificate_for_another_host_ends_the_attempt() throws IOException {
        try (TlsReceiver receiver = new TlsReceiver(TlsReceiver.status("200 OK"))) {
            WebhookClient client =
                    new WebhookClient(receiver.trusting(), WebhookClientTest::all, PATIENT);

            assertFailed(
                    client.post(post(receiver.url().replace("localhost", "127.0.0.1"))),
                    Failure.TLS_FAILED);
        }
    }

    @Test
    void a_name_that_nobody_knows_ends_the_attempt() {
        assertFailed(
                new WebhookClient(
                                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                WebhookClientTest::all,
                                PATIENT)
                        .post(post("https://nobody.invalid/")),
                Failure.HOST_NOT_FOUND);
    }

    @Test
    void a_port_where_nobody_listens_ends_the_attempt() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertFailed(
                new WebhookClient(
                                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                WebhookClientTest::all,
                                PATIENT)
                        .post(post("https://localhost:" + port + "/")),
                Failure.NOT_CONNECTED);
    }

    @Test
    void a_host_that_accepts_no_connection_is_not_waited_for() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            while (connects(full, waiting)) {
                assertThat(waiting).hasSizeLessThan(20);
            }

            assertFailed(
                    new WebhookClient(
                                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                    WebhookClientTest::all,
                                    new WebhookClient.Limits(
                                            Duration.ofMillis(300),
                                            Duration.ofSeconds(20),
                                            Duration.ofSeconds(30)))
                            .post(post("https://localhost:" + full.getLocalPort() + "/")),
                    Failure.NOT_CONNECTED);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** False once as many connections wait for the server as it lets wait. */
    private static boolean connects(ServerSocket server, List<Socket> waiting) throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(server.getLocalSocketAddress(), 300);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void a_connection_that_ends_early_is_no_answer() throws IOException {
        try (TlsReceiver receiver = new TlsReceiver(_ -> {})) {
            assertFailed(sent(receiver), Failure.CONNECTION_LOST);

            assertThat(receiver.requests).hasSize(1);
        }
    }

    @Test
    void what_is_no_http_is_no_answer() throws IOException {
        try (TlsReceiver receiver =
                new TlsReceiver(
                        out -> out.write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
            assertFailed(sent(receiver), Failure.CONNECTION_LOST);
        }
    }

    /** Talks until the end, which comes after the client has given up. */
    @FunctionalInterface
    private interface Endless {
        void talk(OutputStream out, CountDownLatch end) throws IOException, InterruptedException;
    }

    private static void assertTimesOut(Endless conversation, Duration answer, Duration whole)
            throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (TlsReceiver receiver = new TlsReceiver(out -> conversation.talk(out, end))) {
            WebhookClient client =
                    new WebhookClient(
                            receiver.trusting(),
                            WebhookClientTest::all,
                            new WebhookClient.Limits(Duration.ofSeconds(20), answer, whole));

            assertFailed(client.post(post(receiver.url())), Failure.TIMED_OUT);
        } finally {
            end.countDown();
        }
    }

    @Test
    void a_receiver_that_does_not_answer_is_not_waited_for() throws IOException {
        assertTimesOut((_, end) -> end.await(), Duration.ofMillis(300), Duration.ofSeconds(30));
    }

    @Test
    void an_answer_byte_by_byte_is_not_waited_for() throws IOException {
        assertTimesOut(
                (out, end) -> {
                    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                    while (!end.await(50, TimeUnit.MILLISECONDS)) {
                        out.write('H');
                        out.flush();
                    }
                },
                Duration.ofSeconds(20),
                Duration.ofSeconds(2));
    }

    @Test
    void a_body_without_end_is_not_read() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        TlsReceiver.Conversation endless =
                out -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    end.await();
                };
        try (TlsReceiver receiver = new TlsReceiver(endless)) {
            assertThat(sent(receiver)).isEqualTo(new WebhookAnswer.Answered(200));
        } finally {
            end.countDown();
        }
    }
}
