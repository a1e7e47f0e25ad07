package dev.actionflows.aws;

import dev.actionflows.domain.project.StreamingAppStates;
import dev.actionflows.domain.project.StreamingAppStates.AppEndpoint;
import dev.actionflows.domain.project.StreamingAppStates.AppLimit;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Maps what a project's apps have answered to attributes of the project's item, one for each entry,
 * so that each is updated by itself. The names are short because every event of the project reads
 * them.
 */
final class StreamingAppMaps {
    /** The app. */
    static final String APP = "a";

    /** Until when it is limited. */
    static final String UNTIL = "u";

    /** The endpoint that serves it. */
    static final String ENDPOINT = "e";

    private StreamingAppMaps() {}

    static String limitOf(StreamingProvider provider) {
        return "limit_" + provider.wireName();
    }

    static String endpointOf(StreamingOperation operation) {
        return "endpoint_" + operation.name().toLowerCase(Locale.ROOT);
    }

    static Item encode(AppLimit limit) {
        return Item.map().put(APP, limit.app()).put(UNTIL, limit.until());
    }

    static Item encode(AppEndpoint endpoint) {
        return Item.map().put(APP, endpoint.app()).put(ENDPOINT, endpoint.endpoint().name());
    }

    static void encode(StreamingAppStates states, Item project) {
        states.limits().forEach((provider, it) -> project.put(limitOf(provider), encode(it)));
        states.endpoints()
                .forEach((operation, it) -> project.put(endpointOf(operation), encode(it)));
    }

    static StreamingAppStates decode(Item project) {
        Map<StreamingProvider, AppLimit> limits = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : StreamingProvider.values()) {
            project.optionalMap(limitOf(provider))
                    .map(it -> new AppLimit(it.text(APP), it.time(UNTIL)))
                    .ifPresent(it -> limits.put(provider, it));
        }
        Map<StreamingOperation, AppEndpoint> endpoints = new EnumMap<>(StreamingOperation.class);
        for (StreamingOperation operation : StreamingOperation.values()) {
            project.optionalMap(endpointOf(operation))
                    .map(
                            it ->
                                    new AppEndpoint(
                                            it.text(APP),
                                            SpotifyEndpoint.valueOf(it.text(ENDPOINT))))
                    .ifPresent(it -> endpoints.put(operation, it));
        }
        return new StreamingAppStates(limits, endpoints);
    }
}
