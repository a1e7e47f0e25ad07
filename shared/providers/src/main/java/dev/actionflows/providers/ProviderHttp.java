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

/** Sends one request and reads its whole answer, bounded in time and in size. */
final class ProviderHttp {
    /** Far more than any answer we read; a larger one is not from the provider we know. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** The client's own timer, which tells connecting from waiting, goes off before ours. */
    private static final Duration GRACE = Duration.ofMillis(50);

    private static final BodyHandler<byte[]> BODY =
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES);

    private final HttpClient client;

    /**
     * @throws IllegalArgumentException when the client follows redirects: tokens would travel along
     */
    ProviderHttp(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the HTTP client must not follow redirects");
        }
        this.client = client;
    }

    /**
     * @throws java.net.ConnectException when the provider was not reached: nothing was sent
     * @throws HttpConnectTimeoutException when it was not reached in time: nothing was sent
     * @throws IOException for every other lack of a whole answer
     */
    Answer send(HttpRequest.Builder request, TimeBudget budget) throws IOException {
        Duration remaining = budget.remaining();
        if (!remaining.isPositive()) {
            throw new HttpConnectTimeoutException("no time was left to ask");
        }
        // The request's own timeout ends with the headers: a body that trickles in needs ours.
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.sendAsync(request.timeout(remaining).build(), BODY);
        try {
            HttpResponse<byte[]> response =
                    pending.get(remaining.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
            return Answer.of(response);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the answer did not end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException("the request failed", e.getCause());
        } finally {
            pending.cancel(true);
        }
    }
}
