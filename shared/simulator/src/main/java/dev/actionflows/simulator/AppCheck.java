package dev.actionflows.simulator;

import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.StreamingAppStates;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Checks that what an app at a streaming service has answered is remembered, and heeded by all
 * processes.
 */
final class AppCheck {
    static final String APP = "client";

    /** An attempt, a cached project, and clocks that differ. */
    private static final Duration UNTIL_KNOWN = Duration.ofSeconds(30);

    /**
     * A page of a release day reads the project first. Before it asks for its first fan, it reads
     * four times and may need a new access token, and each of these may take 16 seconds. It is only
     * for a page that read the project before the limit, or the endpoint, was stored.
     */
    private static final Duration UNTIL_HEEDED_BY_PAGES = Duration.ofMinutes(2);

    /** A limit may be stored as ending this much earlier. */
    private static final Duration SLACK = StreamingAppStore.SAME_LIMIT.plusSeconds(5);

    private final Kernel kernel;
    private final Faults faults;
    private final ViolationLog violations;
    private final InMemoryPorts memory;
    private final Map<StreamingOperation, SpotifyEndpoint> told =
            new EnumMap<>(StreamingOperation.class);
    private final Map<StreamingOperation, SpotifyEndpoint> stored =
            new EnumMap<>(StreamingOperation.class);
    private final Map<StreamingOperation, Instant> storedAt =
            new EnumMap<>(StreamingOperation.class);
    private Instant limit = Instant.EPOCH;
    private Instant limitStoredAt = Instant.EPOCH;

    /** When the page that calls the service asked for the project; never if no page calls. */
    private Instant askedByCaller = Instant.MAX;

    /** When pages of release days asked for the project last. */
    private final Map<Kernel.Actor, Instant> asked = new HashMap<>();

    AppCheck(Kernel kernel, Faults faults, ViolationLog violations, InMemoryPorts memory) {
        this.kernel = kernel;
        this.faults = faults;
        this.violations = violations;
        this.memory = memory;
    }

    StreamingAppStore watch(StreamingAppStore store) {
        return PortProxy.of(
                StreamingAppStore.class,
                store,
                (_, _, call) -> {
                    Object result = call.proceed();
                    noteStored();
                    return result;
                });
    }

    private void noteStored() {
        StreamingAppStates states = states();
        Instant until = states.limitedUntil(StreamingProvider.SPOTIFY, APP).orElse(Instant.EPOCH);
        if (!until.equals(limit)) {
            limit = until;
            limitStoredAt = kernel.instant();
        }
        for (StreamingOperation operation : StreamingOperation.values()) {
            SpotifyEndpoint endpoint = states.endpoint(operation, APP);
            if (stored.put(operation, endpoint) != endpoint) {
                storedAt.put(operation, kernel.instant());
            }
        }
    }

    /** The store of the project, as processes ask it. */
    ProjectStore asked(ProjectStore store) {
        return PortProxy.of(
                ProjectStore.class,
                store,
                (_, _, call) -> {
                    if (kernel.inProcess() && isPage(kernel.current())) {
                        asked.put(kernel.current(), kernel.now());
                    }
                    return call.proceed();
                });
    }

    private static boolean isPage(Kernel.Actor process) {
        return process.name().startsWith(ReleaseDayWorkflow.FUNCTION);
    }

    /** What the service does for a process. */
    <T> T serving(Kernel.Actor caller, Supplier<T> service) {
        askedByCaller = asked.getOrDefault(caller, Instant.MAX);
        return service.get();
    }

    /** How long after it was stored the caller may not know something. */
    private Duration untilHeeded(Instant storedAt) {
        return askedByCaller.isAfter(storedAt) ? UNTIL_KNOWN : UNTIL_HEEDED_BY_PAGES;
    }

    /** The service receives a request. */
    void called() {
        Instant now = kernel.instant();
        // an operator who sets the app again has removed the limit
        boolean isStored =
                states().limitedUntil(StreamingProvider.SPOTIFY, APP)
                        .filter(limit::equals)
                        .isPresent();
        if (isStored
                && now.isAfter(limitStoredAt.plus(untilHeeded(limitStoredAt)))
                && now.isBefore(limit.minus(SLACK))) {
            violations.add(Guarantee.APP_SPARED, "called although it is rate limited");
        }
    }

    /** The service answers that the app is rate limited. */
    void limited(Instant until) {
        if (faults.areOver()) {
            kernel.after(
                    UNTIL_KNOWN,
                    () -> {
                        if (limit.isBefore(until.minus(SLACK))) {
                            violations.add(Guarantee.APP_SPARED, "the rate limit is not stored");
                        }
                    });
        }
    }

    /** The service does not serve the app at one endpoint, and serves it at the other. */
    void probed(StreamingOperation operation, SpotifyEndpoint serves) {
        Instant since = storedAt.getOrDefault(operation, Instant.EPOCH);
        boolean known =
                stored.get(operation) == serves
                        && kernel.instant().isAfter(since.plus(untilHeeded(since)));
        if (known) {
            violations.add(Guarantee.APP_SPARED, "the wrong endpoint is tried again");
        }
    }

    /** A caller has been told which endpoint serves the app. */
    void told(StreamingOperation operation, SpotifyEndpoint serves) {
        told.put(operation, serves);
        if (faults.areOver()) {
            kernel.after(
                    UNTIL_KNOWN,
                    () -> {
                        // unless Spotify has changed its mind meanwhile
                        if (told.get(operation) == serves
                                && states().endpoint(operation, APP) != serves) {
                            violations.add(Guarantee.APP_SPARED, "the endpoint is not stored");
                        }
                    });
        }
    }

    /** Whether a limit is stored that has not ended. */
    boolean isLimited() {
        return states().limitedUntil(StreamingProvider.SPOTIFY, APP)
                .filter(kernel.now()::isBefore)
                .isPresent();
    }

    private StreamingAppStates states() {
        return memory.projects.find(SampleProject.ID).orElseThrow().streamingApps();
    }
}
