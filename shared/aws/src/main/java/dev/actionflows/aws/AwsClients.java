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
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Makes SDK clients for Lambda. Whatever the SDK would search for by itself (region, credentials,
 * profile files, HTTP client) is told to it, since each search costs a cold start more classes.
 *
 * <p>A call is tried three times (the SDK's standard mode, with backoff and a retry budget), each
 * time for at most four seconds. So a call may reach its service twice: everything that this
 * package asks for is either conditional, named or harmless to repeat.
 */
public final class AwsClients {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final SdkHttpClient http;

    private AwsClients(Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_WITHIN)
                        .socketTimeout(ANSWER_WITHIN)
                        .build();
    }

    /**
     * @param environment the process's environment variables; AWS_REGION is required,
     *     AWS_ENDPOINT_URL leads to an emulator
     */
    public static AwsClients fromEnvironment(Map<String, String> environment) {
        String region = environment.get("AWS_REGION");
        if (region == null) {
            throw new IllegalStateException("the environment variable AWS_REGION is missing");
        }
        return new AwsClients(
                Region.of(region),
                credentials(environment),
                Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")).map(URI::create));
    }

    /**
     * @param builder as the SDK gives it, such as {@code DynamoDbClient.builder()}; interceptors
     *     that it has already are kept
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
     * Lambda puts a function's credentials into its environment, where they stay valid for as long
     * as the process may live. With SnapStart there are none: the snapshot outlives them, and they
     * are fetched from a local address instead.
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
