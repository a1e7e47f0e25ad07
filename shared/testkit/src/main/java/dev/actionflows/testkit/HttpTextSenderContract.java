package dev.actionflows.testkit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.TextSenderContract;
import dev.actionflows.domain.testing.AtMostOnceContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The contract of {@link TextSender} implementations that call a provider by HTTP: what is certain
 * after each kind of failure. Subclasses stub the provider's documented API.
 */
public abstract class HttpTextSenderContract extends TextSenderContract
        implements AtMostOnceContract {
    @RegisterExtension
    protected static final WireMockExtension PROVIDER =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
                    .build();

    protected static final Duration TIMEOUT = Duration.ofSeconds(30);
    protected static final TextMessage MESSAGE =
            new TextMessage(
                    new PhoneNumber("+15005550006"),
                    new PhoneNumber("+12025550123"),
                    "Hi & bye",
                    "https://flows.example.com/status?step=run.3",
                    "prj_1-run_2-3",
                    TextMessage.MAX_VALIDITY);
    protected static final SendResult RESULT_UNKNOWN = new SendResult.Unknown(Reason.NO_ANSWER);

    private static final int FOREVER = 60_000;

    /** On a busy machine too: a request that ends before is certain not to have been sent. */
    private static final Duration LONG_ENOUGH_TO_CONNECT = Duration.ofSeconds(2);

    /** The sender under test, with its provider at this URL. */
    protected abstract TextSender senderAt(URI url);

    /** The documented request, in any valid form. */
    protected abstract MappingBuilder anyRequest();

    /** The documented status and body of a message that was accepted. */
    protected abstract ResponseDefinitionBuilder accepted(String id);

    /** The documented response in a situation in which the provider rejects a message. */
    protected abstract ResponseDefinitionBuilder rejected(Situation situation);

    protected abstract Delivered delivered(LoggedRequest request);

    /** The provider gives this response to every request. */
    protected final void answerWith(ResponseDefinitionBuilder answer) {
        PROVIDER.stubFor(anyRequest().willReturn(answer));
    }

    protected final SendResult send() {
        return send(TIMEOUT);
    }

    protected final SendResult send(Duration timeout) {
        return senderAt(url()).send(MESSAGE, credentials(), timeout);
    }

    protected static URI url() {
        return URI.create("http://localhost:" + PROVIDER.getPort());
    }

    @Override
    protected final TextSender senderWhen(Situation situation) {
        answerWith(
                switch (situation) {
                    case TAKES_IT, NOT_REACHABLE ->
                            accepted("SM{{randomValue length=32 type='HEXADECIMAL'}}")
                                    .withTransformers("response-template");
                    case SILENT -> accepted("SM1").withFixedDelay(FOREVER);
                    case NUMBER_CANNOT_RECEIVE,
                            RECIPIENT_OPTED_OUT,
                            REJECTS_THE_CREDENTIALS,
                            REJECTS_THE_REQUEST,
                            BUSY ->
                            rejected(situation);
                });
        return senderAt(situation == Situation.NOT_REACHABLE ? unreachable() : url());
    }

    @Override
    protected final List<Delivered> handedOver() {
        return PROVIDER.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .map(this::delivered)
                .toList();
    }

    @Nested
    class CertainlyNotTaken {
        @Test
        void without_a_connection_nothing_was_sent() {
            assertNotReached(unreachable(), TIMEOUT);
        }

        @Test
        void with_an_unresolvable_host_nothing_was_sent() {
            assertNotReached(URI.create("http://" + "a".repeat(64) + ".invalid"), TIMEOUT);
        }

        @Test
        void without_a_tls_handshake_nothing_was_sent() {
            answerWith(accepted("SM1"));

            assertNotReached(URI.create("https://localhost:" + PROVIDER.getHttpsPort()), TIMEOUT);
            assertThat(PROVIDER.getAllServeEvents()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S"})
        void without_time_left_nothing_is_sent(Duration timeout) {
            answerWith(accepted("SM1"));

            assertNotReached(url(), timeout);
            assertThat(PROVIDER.getAllServeEvents()).isEmpty();
        }

        /** A full backlog drops connection attempts, like a host that is down. */
        @Test
        @EnabledOnOs(OS.LINUX)
        void after_a_connect_timeout_nothing_was_sent() throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            List<Socket> waiting = new ArrayList<>();
            try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
                while (connects(waiting, full.getLocalSocketAddress())) {}

                assertNotReached(
                        URI.create("http://127.0.0.1:" + full.getLocalPort()),
                        Duration.ofMillis(300));
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }

        private boolean connects(List<Socket> waiting, SocketAddress server) throws IOException {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server, 2_000);
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        private void assertNotReached(URI url, Duration timeout) {
            assertThat(senderAt(url).send(MESSAGE, credentials(), timeout))
                    .isEqualTo(
                            new SendResult.NotTaken(
                                    Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(30)));
        }
    }

    /** A message that may have been accepted is never sent again. */
    @Nested
    class PerhapsTaken {
        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 302, 307, 304})
        void a_5xx_or_a_redirect_leaves_the_result_unknown(int status) {
            answerWith(status(status).withBody("<html>").withHeader("Location", "/elsewhere"));

            assertResultUnknown();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "<html>", "{\"MessageId\":", "{}", "[]"})
        void a_success_without_an_id_leaves_the_result_unknown(String body) {
            answerWith(accepted("SM1").withBody(body));

            assertResultUnknown();
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_connection_leaves_the_result_unknown(Fault fault) {
            answerWith(aResponse().withStatus(200).withFault(fault));

            assertResultUnknown();
        }

        @Test
        void a_timeout_leaves_the_result_unknown() {
            answerWith(accepted("SM1").withFixedDelay(FOREVER));

            assertThat(send(LONG_ENOUGH_TO_CONNECT)).isEqualTo(RESULT_UNKNOWN);
        }

        @Test
        void a_slow_response_leaves_the_result_unknown() {
            answerWith(accepted("SM1").withChunkedDribbleDelay(10, FOREVER));

            assertThat(send(LONG_ENOUGH_TO_CONNECT)).isEqualTo(RESULT_UNKNOWN);
        }

        private void assertResultUnknown() {
            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(PROVIDER.getAllServeEvents()).hasSize(1);
        }
    }

    /** The body of a response to a message that was accepted. */
    protected abstract String acceptedBody(String id);

    private final List<BreakingServer> breakingServers = new ArrayList<>();

    private BreakingServer breakingServer(int answered, String answer) {
        BreakingServer server = new BreakingServer(answered, answer);
        breakingServers.add(server);
        return server;
    }

    @AfterEach
    void closeServers() {
        breakingServers.forEach(BreakingServer::close);
    }

    @Override
    public SendResult sendOverAConnectionThatBreaks() {
        return senderAt(breakingServer(0, "{}").url()).send(MESSAGE, credentials(), TIMEOUT);
    }

    @Override
    public SendResult sendOverAKeptConnectionThatBreaks() {
        TextSender sender = senderAt(breakingServer(1, acceptedBody("SM1")).url());
        assertThat(sender.send(MESSAGE, credentials(), TIMEOUT))
                .isEqualTo(new SendResult.Accepted("SM1"));
        return sender.send(MESSAGE, credentials(), TIMEOUT);
    }

    @Override
    public int unanswered() {
        return breakingServers.stream().mapToInt(BreakingServer::unanswered).sum();
    }

    private static URI unreachable() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://localhost:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
