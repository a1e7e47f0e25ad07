package dev.actionflows.providers;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;

/** HTTP clients as the providers need them. */
public final class HttpClients {
    private HttpClients() {}

    /**
     * A client that follows no redirect (a token must not travel to another host) and speaks
     * HTTP/1.1 (one request a connection: nothing to multiplex, fewer classes to load).
     *
     * @param connectTimeout how long a connection may take; shorter than the timeouts of calls, so
     *     that "was not reached" can be told from "did not answer"
     */
    public static HttpClient withConnectTimeout(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .version(Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }
}
