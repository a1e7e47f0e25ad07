package dev.actionflows.aws;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Creates SDK clients for Lambda. Region, credentials, profile files, and HTTP client are set
 * explicitly, because each lookup by the SDK loads more classes during a cold start.
 *
 * <p>The SDK makes up to three attempts per call (standard mode, with backoff and a retry budget),
 * each limited to four seconds. A call may therefore reach its service more than once, so every
 * call in this package is conditional, named, or idempotent.
 */
public final class AwsClients {
    /** The host, and the name in signatures, of AWS End User Messaging SMS. */
    static final String SMS_HOST = "sms-voice";

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Optional<URI> smsEndpoint;
    private final SdkHttpClient http;

    /**
     * The number of idle connections that the JDK keeps per host. The default of five would force a
     * new handshake on every further concurrent call; a webhook with many messages makes sixteen.
     */
    private static final String MAX_IDLE_CONNECTIONS = "http.maxConnections";

    private AwsClients(
            Region region,
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Optional<URI> smsEndpoint) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.smsEndpoint = smsEndpoint;
        if (System.getProperty(MAX_IDLE_CONNECTIONS) == null) {
            System.setProperty(MAX_IDLE_CONNECTIONS, "20");
        }
        this.http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_WITHIN)
                        .socketTimeout(ANSWER_WITHIN)
                        .build();
    }

    /**
     * @param environment the process's environment variables; AWS_REGION is required,
     *     AWS_ENDPOINT_URL selects an emulator, and AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 another
     *     one for texts ("Service-specific endpoints", AWS SDKs and Tools Reference Guide)
     */
    public static AwsClients fromEnvironment(Map<String, String> environment) {
        String region = environment.get("AWS_REGION");
        if (region == null) {
            throw new IllegalStateException("the environment variable AWS_REGION is missing");
        }
        return new AwsClients(
                Region.of(region),
                credentials(environment),
                endpoint(environment, "AWS_ENDPOINT_URL"),
                endpoint(environment, "AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2"));
    }

    private static Optional<URI> endpoint(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(URI::create);
    }

    /**
     * @param builder a builder from the SDK, for example {@code DynamoDbClient.builder()}; its
     *     existing interceptors are kept
     */
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        ClientOverrideConfiguration configuration =
                builder.overrideConfiguration().toBuilder()
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .retryStrategy(RetryMode.STANDARD)
                        .build();
        builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(configuration);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /**
     * A call to a JSON service that is made at most once.
     *
     * @param host the first part of the service's host name, for example {@code email}
     * @param signingName the service's name in signatures, for example {@code ses}
     * @param headers further headers, by name
     */
    record SignedCall(
            String host,
            String signingName,
            String path,
            String contentType,
            Map<String, String> headers,
            String json) {
        /** A call of a service with the protocol REST-JSON, whose operation is its path. */
        static SignedCall rest(String host, String signingName, String path, String json) {
            return new SignedCall(host, signingName, path, "application/json", Map.of(), json);
        }

        /**
         * A call of a service with the protocol AWS JSON 1.0.
         *
         * @param target the service's prefix, a dot and the operation
         */
        static SignedCall json(String host, String signingName, String target, String json) {
            return new SignedCall(
                    host,
                    signingName,
                    "/",
                    "application/x-amz-json-1.0",
                    Map.of("X-Amz-Target", target),
                    json);
        }
    }

    /** Makes one signed call with the usual time limits. */
    SignedAnswer post(SignedCall call) throws IOException {
        return send(call, http);
    }

    /**
     * Makes one signed call.
     *
     * @param timeout for connection and response together, as long as the response arrives in one
     *     piece
     */
    SignedAnswer post(SignedCall call, Duration timeout) throws IOException {
        Duration connect = shorter(CONNECT_WITHIN, timeout.dividedBy(4));
        try (SdkHttpClient own =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(connect)
                        .socketTimeout(timeout.minus(connect))
                        .build()) {
            return send(call, own);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Makes one signed call to a JSON service, without retries. It serves calls that must arrive at
     * most once, and services of which a function needs a single operation and whose full client
     * would be too large.
     *
     * <p>The content length is set in advance so that the body is streamed. The JDK otherwise
     * resends a buffered body, even of a POST, when a connection breaks before the response
     * (sun.net.www.http.HttpClient, {@code sun.net.http.retryPost}).
     *
     * @throws java.net.ConnectException when no connection was made; nothing was sent
     * @throws IOException when there is no readable response
     */
    private SignedAnswer send(SignedCall call, SdkHttpClient client) throws IOException {
        URI base =
                (call.host().equals(SMS_HOST) ? smsEndpoint.or(() -> endpoint) : endpoint)
                        .orElseGet(
                                () ->
                                        URI.create(
                                                "https://%s.%s.%s"
                                                        .formatted(
                                                                call.host(),
                                                                region.id(),
                                                                PartitionMetadata.of(region)
                                                                        .dnsSuffix())));
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(base + call.path()))
                        .putHeader("Content-Type", call.contentType())
                        .putHeader(
                                "Content-Length",
                                String.valueOf(call.json().getBytes(StandardCharsets.UTF_8).length))
                        // a pooled connection may have died while the function was frozen
                        .putHeader("Connection", "close");
        call.headers().forEach(request::putHeader);
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(
                                sign ->
                                        sign.identity(credentials.resolveCredentials())
                                                .request(request.build())
                                                .payload(
                                                        ContentStreamProvider.fromUtf8String(
                                                                call.json()))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                                        call.signingName())
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, region.id()));
        HttpExecuteRequest.Builder sent = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(sent::contentStreamProvider);
        try {
            return answerOf(client.prepareRequest(sent.build()).call());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static SignedAnswer answerOf(HttpExecuteResponse answer) throws IOException {
        String body = "";
        if (answer.responseBody().isPresent()) {
            try (InputStream content = answer.responseBody().get()) {
                body = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return new SignedAnswer(
                answer.httpResponse().statusCode(),
                answer.httpResponse().firstMatchingHeader("x-amzn-ErrorType").orElse(""),
                body);
    }

    /**
     * A service's response.
     *
     * @param error the service's error name; empty if there is none
     */
    record SignedAnswer(int status, String error, String body) {}

    /**
     * Lambda sets a function's credentials in its environment, valid for the lifetime of the
     * process. With SnapStart they are fetched from a local endpoint instead, because a snapshot
     * outlives them.
     */
    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return ContainerCredentialsProvider.builder().build();
        }
        String session = environment.get("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                session == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, session));
    }
}
