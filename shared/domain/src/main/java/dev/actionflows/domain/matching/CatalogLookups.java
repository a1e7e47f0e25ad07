package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the services' catalogs for one project, except those whose app is rate limited. A limit of
 * more than a minute is stored with the project, as for steps (docs/adr/0049).
 */
public final class CatalogLookups {
    /** A shorter limit concerns this search only. */
    private static final Duration LEAST_STORED = Duration.ofMinutes(1);

    /** The longest wait for one lookup, which consists of several requests. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final Project project;
    private final List<StreamingCatalog> catalogs;
    private final StreamingApps apps;
    private final StreamingAppStore appStates;
    private final Map<String, Instant> limits;
    private final Deadline deadline;
    private final Map<StreamingProvider, StreamingApp> opened =
            new EnumMap<>(StreamingProvider.class);

    /**
     * @param apps opens the project's apps
     * @param limits of any length that this process has met, by app; they are added to it
     * @param deadline by which no more services are asked
     */
    public CatalogLookups(
            Project project,
            List<StreamingCatalog> catalogs,
            StreamingApps apps,
            StreamingAppStore appStates,
            Map<String, Instant> limits,
            Deadline deadline) {
        this.project = project;
        this.catalogs = catalogs;
        this.apps = apps;
        this.appStates = appStates;
        this.limits = limits;
        this.deadline = deadline;
    }

    /** A lookup at one service. */
    @FunctionalInterface
    public interface Lookup {
        CatalogAnswer in(StreamingCatalog catalog, StreamingApp app, Duration timeout);
    }

    public boolean hasApp(StreamingProvider provider) {
        return project.hasApp(provider);
    }

    /** The project's app, with which the service may be asked. */
    public StreamingApp app(StreamingProvider provider) {
        return opened.computeIfAbsent(provider, it -> apps.open(project, it));
    }

    /** How long one lookup may take. */
    public Duration timeout() {
        Duration left = deadline.left();
        return left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
    }

    public CatalogAnswer ask(StreamingProvider provider, Lookup lookup) {
        Optional<CatalogAnswer> refusal = refusal(provider);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        CatalogAnswer answer = lookup.in(catalogOf(provider), app(provider), timeout());
        note(provider, answer);
        return answer;
    }

    /** The answer without asking, if the service must not be asked now. */
    public Optional<CatalogAnswer> refusal(StreamingProvider provider) {
        if (!hasApp(provider)) {
            return Optional.of(new CatalogAnswer.AccessDenied());
        }
        if (!deadline.left().isPositive()) {
            return Optional.of(new CatalogAnswer.LookupUnavailable());
        }
        Instant now = deadline.clock().instant();
        return Stream.concat(
                        project.streamingApps().limitedUntil(provider, app(provider).id()).stream(),
                        Optional.ofNullable(limits.get(nameOf(provider))).stream())
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .map(limit -> new CatalogAnswer.LookupLimited(Duration.between(now, limit)));
    }

    private String nameOf(StreamingProvider provider) {
        return provider.wireName() + " " + app(provider).id();
    }

    /** Keeps the limit in an answer. */
    public void note(StreamingProvider provider, CatalogAnswer answer) {
        if (answer instanceof CatalogAnswer.LookupLimited(Duration retryAfter)) {
            Instant until = deadline.clock().instant().plus(retryAfter);
            limits.put(nameOf(provider), until);
            if (retryAfter.compareTo(LEAST_STORED) > 0) {
                appStates.limited(project.id(), provider, app(provider).id(), until);
            }
        }
    }

    private StreamingCatalog catalogOf(StreamingProvider provider) {
        return catalogs.stream()
                .filter(it -> it.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no catalog of " + provider));
    }
}
