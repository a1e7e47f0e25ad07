package dev.actionflows.providers;

import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookAnswer.Failure;
import dev.actionflows.domain.webhook.WebhookSender;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts deliveries to receivers that anybody may have entered: never to an address inside a network
 * of ours, never further than the address that was entered, and never for longer than a few
 * seconds. Of the answer, only the status is read.
 *
 * <p>It is no {@code HttpClient}, which resolves the name itself and thus connects to an address
 * that nobody has checked.
 */
public final class WebhookClient implements WebhookSender {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(14));

    private static final int INVALID_STATUS = -1;

    private final SSLSocketFactory sockets;
    private final Limits limits;

    /**
     * How long an attempt takes at most.
     *
     * @param connect for the connection
     * @param read for each part of the answer
     * @param total for everything, also if an answer comes byte by byte
     */
    record Limits(Duration connect, Duration read, Duration total) {}

    public WebhookClient() {
        this((SSLSocketFactory) SSLSocketFactory.getDefault(), PublicAddress::isPublic, LIMITS);
    }

    WebhookClient(SSLSocketFactory tls, Predicate<InetAddress> permitted, Limits limits) {
        this.sockets = new CheckedSocketFactory(tls, permitted);
        this.limits = limits;
    }

    @Override
    public WebhookAnswer post(Post post) {
        try {
            HttpsURLConnection connection = connection(post);
            try {
                return answer(connection, post.body().getBytes(StandardCharsets.UTF_8));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return new WebhookAnswer.NotAnswered(failure(e));
        }
    }

    private HttpsURLConnection connection(Post post) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection)
                        URI.create(post.url().text()).toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
        connection.setReadTimeout(Math.toIntExact(limits.read().toMillis()));
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("User-Agent", "Action-Flows-Webhooks/1");
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("webhook-id", post.id());
        connection.setRequestProperty("webhook-timestamp", Long.toString(post.timestamp()));
        connection.setRequestProperty("webhook-signature", String.join(" ", post.signatures()));
        return connection;
    }

    /** On a thread of its own, because no timeout of a connection covers the whole exchange. */
    private WebhookAnswer answer(HttpsURLConnection connection, byte[] body) throws IOException {
        FutureTask<WebhookAnswer> exchange = new FutureTask<>(() -> exchange(connection, body));
        Thread.ofPlatform().daemon().name("webhook").start(exchange);
        try {
            return exchange.get(limits.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new WebhookAnswer.NotAnswered(Failure.TIMED_OUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new WebhookAnswer.NotAnswered(Failure.TIMED_OUT);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException("the exchange failed", e.getCause());
        }
    }

    private static WebhookAnswer exchange(HttpsURLConnection connection, byte[] body)
            throws IOException {
        // also keeps the connection from sending it again by itself
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        return status == INVALID_STATUS
                ? new WebhookAnswer.NotAnswered(Failure.CONNECTION_LOST)
                : new WebhookAnswer.Answered(status);
    }

    private static Failure failure(IOException failure) {
        return switch (failure) {
            case UnknownHostException _ -> Failure.HOST_NOT_FOUND;
            case CheckedSocketFactory.AddressRefusedException _ -> Failure.ADDRESS_NOT_PUBLIC;
            case SocketTimeoutException _ -> Failure.TIMED_OUT;
            case ConnectException _, NoRouteToHostException _ -> Failure.NOT_CONNECTED;
            case SSLException _ -> Failure.TLS_FAILED;
            default -> Failure.CONNECTION_LOST;
        };
    }
}
