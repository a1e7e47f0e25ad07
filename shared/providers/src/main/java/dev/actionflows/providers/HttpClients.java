package dev.actionflows.providers;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;

/** Creates HTTP clients for the providers. */
public final class HttpClients {
    private HttpClients() {}

    /** Loads the classes of a client, so that the first one is created sooner. */
    public static void load() {
        withConnectTimeout(Duration.ofSeconds(1)).close();
    }

    /**
     * Creates a client that follows no redirects (a token must not reach another host) and uses
     * HTTP/1.1 (with one request per connection, multiplexing gains nothing, and fewer classes
     * load).
     *
     * @param connectTimeout the limit for establishing a connection; must be shorter than call
     *     timeouts, so that "could not connect" and "did not answer" stay distinguishable
     */
    public static HttpClient withConnectTimeout(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .version(Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }
}
