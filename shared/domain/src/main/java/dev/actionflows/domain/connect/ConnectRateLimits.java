package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Optional;

/** The rate limits of starting attempts. */
public final class ConnectRateLimits {
    private final RateLimiter limiter;
    private final AddressHash addresses;

    public ConnectRateLimits(RateLimiter limiter, Vault vault) {
        this.limiter = limiter;
        this.addresses = new AddressHash(vault);
    }

    /**
     * Counts an attempt. The client's own limit is checked before the project's.
     *
     * @param bearerKnown whether a token of ours identifies the fan. Apple Music does not identify
     *     accounts, so that every fan without a token is a new one there
     * @param address of the client, as API Gateway saw it
     * @throws dev.actionflows.domain.error.ProblemException RATE_LIMITED
     */
    void countStart(
            Project project,
            StreamingProvider provider,
            boolean bearerKnown,
            Optional<String> address) {
        addresses
                .of(project, address)
                .ifPresent(
                        client -> {
                            limiter.count(project.id(), Rate.CONNECT_STARTS_PER_ADDRESS, client);
                            if (createsFan(provider, bearerKnown)) {
                                limiter.count(project.id(), Rate.NEW_FANS_PER_ADDRESS, client);
                            }
                        });
        limiter.countOfProject(project.id(), Rate.CONNECT_STARTS_PER_PROJECT, 1);
    }

    private static boolean createsFan(StreamingProvider provider, boolean bearerKnown) {
        return switch (provider) {
            case APPLE_MUSIC -> !bearerKnown;
            case SPOTIFY -> false;
        };
    }
}
