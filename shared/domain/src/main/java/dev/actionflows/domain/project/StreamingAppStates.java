package dev.actionflows.domain.project;

import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a project's apps at streaming services have answered that concerns all their requests. An
 * entry names its app and does not count for another one.
 *
 * @param limits the rate limits that take long
 * @param endpoints the endpoints that serve the app, where they are not the presumed ones
 */
public record StreamingAppStates(
        Map<StreamingProvider, AppLimit> limits, Map<StreamingOperation, AppEndpoint> endpoints) {
    public StreamingAppStates {
        limits = Map.copyOf(limits);
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * @param until before then, the app is not called
     */
    public record AppLimit(String app, Instant until) {}

    public record AppEndpoint(String app, SpotifyEndpoint endpoint) {}

    public static StreamingAppStates none() {
        return new StreamingAppStates(Map.of(), Map.of());
    }

    /** Until when the app is not called. */
    public Optional<Instant> limitedUntil(StreamingProvider provider, String app) {
        return Optional.ofNullable(limits.get(provider))
                .filter(it -> it.app().equals(app))
                .map(AppLimit::until);
    }

    /** The endpoint that has served the app, or else the presumed one. */
    public SpotifyEndpoint endpoint(StreamingOperation operation, String app) {
        return Optional.ofNullable(endpoints.get(operation))
                .filter(it -> it.app().equals(app))
                .map(AppEndpoint::endpoint)
                .orElse(SpotifyEndpoint.LIBRARY);
    }

    public StreamingAppStates with(StreamingProvider provider, AppLimit limit) {
        Map<StreamingProvider, AppLimit> changed = new HashMap<>(limits);
        changed.put(provider, limit);
        return new StreamingAppStates(changed, endpoints);
    }

    public StreamingAppStates with(StreamingOperation operation, AppEndpoint endpoint) {
        Map<StreamingOperation, AppEndpoint> changed = new HashMap<>(endpoints);
        changed.put(operation, endpoint);
        return new StreamingAppStates(limits, changed);
    }

    /** Without a limit of the service's app, which may have been replaced or restored. */
    StreamingAppStates withoutLimit(StreamingProvider provider) {
        Map<StreamingProvider, AppLimit> changed = new HashMap<>(limits);
        changed.remove(provider);
        return new StreamingAppStates(changed, endpoints);
    }
}
