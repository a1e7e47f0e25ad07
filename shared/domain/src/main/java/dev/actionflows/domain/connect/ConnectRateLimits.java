package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Optional;

/** How often fans may set out to a streaming service. */
public final class ConnectRateLimits {
    private final RateLimiter limiter;
    private final AddressHash addresses;

    public ConnectRateLimits(RateLimiter limiter, Vault vault) {
        this.limiter = limiter;
        this.addresses = new AddressHash(vault);
    }

    /**
     * Counts one who is about to be sent away. One client is refused before it counts for all.
     *
     * @param bearerKnown whether a token of ours says who it is. Apple tells nobody's account, so
     *     that whoever comes back from there without a token is a new fan, each time
     * @param address of the client, as API Gateway saw it
     * @throws dev.actionflows.domain.error.ProblemException RATE_LIMITED
     */
    void leaving(
            Project project,
            StreamingProvider provider,
            boolean bearerKnown,
            Optional<String> address) {
        addresses
                .of(project, address)
                .ifPresent(
                        client -> {
                            limiter.count(project.id(), Rate.CONNECT_STARTS_PER_ADDRESS, client);
                            if (makesAFan(provider, bearerKnown)) {
                                limiter.count(project.id(), Rate.NEW_FANS_PER_ADDRESS, client);
                            }
                        });
        limiter.countOfProject(project.id(), Rate.CONNECT_STARTS_PER_PROJECT, 1);
    }

    private static boolean makesAFan(StreamingProvider provider, boolean bearerKnown) {
        return switch (provider) {
            case APPLE_MUSIC -> !bearerKnown;
            case SPOTIFY -> false;
        };
    }
}
