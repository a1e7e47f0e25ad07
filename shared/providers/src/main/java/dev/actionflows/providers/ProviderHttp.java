package dev.actionflows.providers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request and reads the whole response, within limits on time and size. */
final class ProviderHttp {
    /**
     * Far above the size of any expected response. A larger one does not come from the provider.
     */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /**
     * Lets the client's own timer fire first, also on a processor that stalls, because only that
     * timer distinguishes a connect timeout from a response timeout. Only a call with little time
     * left takes longer than that for it.
     */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final BodyHandler<byte[]> body;

    /**
     * @throws IllegalArgumentException when the client follows redirects, which would forward
     *     tokens
     */
    ProviderHttp(HttpClient client) {
        this(client, MAX_BODY_BYTES);
    }

    /**
     * @param maxBodyBytes for responses that may be larger than all others
     * @throws IllegalArgumentException when the client follows redirects, which would forward
     *     tokens
     */
    ProviderHttp(HttpClient client, int maxBodyBytes) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client must not follow redirects");
        }
        this.client = client;
        this.body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBodyBytes);
    }

    /**
     * @throws java.net.ConnectException when no connection was made; nothing was sent
     * @throws HttpConnectTimeoutException when the connection timed out; nothing was sent
     * @throws IOException when no complete response was received for any other reason
     */
    Answer send(HttpRequest.Builder request, TimeBudget budget) throws IOException {
        Duration remaining = budget.remaining();
        if (!remaining.isPositive()) {
            throw new HttpConnectTimeoutException("the time budget is exhausted");
        }
        Duration untilHeaders =
                remaining.compareTo(GRACE.multipliedBy(2)) > 0 ? remaining.minus(GRACE) : remaining;
        // The request's own timeout covers only the headers, so a slow body needs another one.
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.sendAsync(request.timeout(untilHeaders).build(), body);
        try {
            HttpResponse<byte[]> response =
                    pending.get(untilHeaders.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
            return Answer.of(response);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the response was not complete in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the response");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException("the request failed", e.getCause());
        } finally {
            pending.cancel(true);
        }
    }
}
