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
import java.util.List;
import java.util.Optional;

/**
 * Asks the services' catalogs for one project, except those whose app is rate limited. A limit of
 * more than a minute is stored with the project, as for steps (docs/adr/0049).
 */
final class CatalogLookups {
    /** A shorter limit concerns this search only. */
    private static final Duration LEAST_STORED = Duration.ofMinutes(1);

    /** The longest wait for one lookup, which consists of several requests. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final Project project;
    private final List<StreamingCatalog> catalogs;
    private final StreamingApps apps;
    private final StreamingAppStore appStates;
    private final Deadline deadline;

    CatalogLookups(
            Project project,
            List<StreamingCatalog> catalogs,
            StreamingApps apps,
            StreamingAppStore appStates,
            Deadline deadline) {
        this.project = project;
        this.catalogs = catalogs;
        this.apps = apps;
        this.appStates = appStates;
        this.deadline = deadline;
    }

    /** A lookup at one service. */
    @FunctionalInterface
    interface Lookup {
        CatalogAnswer in(StreamingCatalog catalog, StreamingApp app, Duration timeout);
    }

    boolean hasApp(StreamingProvider provider) {
        return project.hasApp(provider);
    }

    CatalogAnswer ask(StreamingProvider provider, Lookup lookup) {
        if (!hasApp(provider)) {
            return new CatalogAnswer.AccessDenied();
        }
        Duration left = deadline.left();
        if (!left.isPositive()) {
            return new CatalogAnswer.LookupUnavailable();
        }
        StreamingApp app = apps.open(project, provider);
        Instant now = deadline.clock().instant();
        Optional<Instant> limit =
                project.streamingApps().limitedUntil(provider, app.id()).filter(now::isBefore);
        if (limit.isPresent()) {
            return new CatalogAnswer.LookupLimited(Duration.between(now, limit.get()));
        }
        CatalogAnswer answer =
                lookup.in(catalogOf(provider), app, left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT);
        if (answer instanceof CatalogAnswer.LookupLimited(Duration retryAfter)
                && retryAfter.compareTo(LEAST_STORED) > 0) {
            appStates.limited(project.id(), provider, app.id(), now.plus(retryAfter));
        }
        return answer;
    }

    private StreamingCatalog catalogOf(StreamingProvider provider) {
        return catalogs.stream()
                .filter(it -> it.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no catalog of " + provider));
    }
}
