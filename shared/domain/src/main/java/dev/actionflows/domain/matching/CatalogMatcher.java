package dev.actionflows.domain.matching;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Searches the missing ids of releases and artists.
 *
 * <p>A request is for one revision of the record, and the result is stored on condition that the
 * record still has it. Repeated, delayed and concurrent requests therefore change nothing, and a
 * given id is never replaced. Where a service cannot answer now, the record is stored as still
 * pending, and the request for its next revision is sent before, with a delay: if the function dies
 * in between, this request is redelivered and does both again.
 */
public final class CatalogMatcher {
    /** After that, a service that does not answer is not asked again until someone requests it. */
    public static final Duration GIVES_UP_AFTER = Duration.ofDays(7);

    private static final Duration SHORTEST_DELAY = Duration.ofMinutes(1);

    private final ProjectStore projects;
    private final Catalog catalog;
    private final CatalogWriter writer;
    private final List<StreamingCatalog> catalogs;
    private final StreamingApps apps;
    private final StreamingAppStore appStates;
    private final MatchQueue queue;

    public CatalogMatcher(
            ProjectStore projects,
            Catalog catalog,
            CatalogWriter writer,
            List<StreamingCatalog> catalogs,
            Vault vault,
            StreamingAppStore appStates,
            MatchQueue queue) {
        this.projects = projects;
        this.catalog = catalog;
        this.writer = writer;
        this.catalogs = List.copyOf(catalogs);
        this.apps = new StreamingApps(vault);
        this.appStates = appStates;
        this.queue = queue;
    }

    /**
     * @param deadline by which no more services are asked
     * @throws RuntimeException if the request has to be redelivered
     */
    public void match(MatchRequest request, Deadline deadline) {
        switch (request) {
            case MatchRequest.OfRelease(var project, var id, long revision) ->
                    catalog.findRelease(project, id)
                            .filter(it -> isRequested(it.serviceIds(), revision))
                            .ifPresent(it -> match(project, it, deadline));
            case MatchRequest.OfArtist(var project, var id, long revision) ->
                    catalog.findArtist(project, id)
                            .filter(it -> isRequested(it.serviceIds(), revision))
                            .ifPresent(it -> match(project, it, deadline));
        }
    }

    private static boolean isRequested(ServiceIds ids, long revision) {
        return ids.revision() == revision && !ids.pending().isEmpty();
    }

    private void match(ProjectId project, Release release, Deadline deadline) {
        lookups(project, deadline)
                .map(lookups -> new ReleaseSearch(lookups).search(release))
                .ifPresent(
                        found -> {
                            ServiceIds ids =
                                    searched(
                                            release.serviceIds(),
                                            found.results(),
                                            deadline,
                                            revision ->
                                                    new MatchRequest.OfRelease(
                                                            project, release.id(), revision));
                            writer.replace(
                                    project,
                                    release.searched(found.upc(), ids),
                                    release.serviceIds().revision());
                        });
    }

    private void match(ProjectId project, Artist artist, Deadline deadline) {
        lookups(project, deadline)
                .map(lookups -> new ArtistSearch(lookups).search(artist))
                .ifPresent(
                        results -> {
                            ServiceIds ids =
                                    searched(
                                            artist.serviceIds(),
                                            results,
                                            deadline,
                                            revision ->
                                                    new MatchRequest.OfArtist(
                                                            project, artist.id(), revision));
                            writer.replace(
                                    project, artist.with(ids), artist.serviceIds().revision());
                        });
    }

    private Optional<CatalogLookups> lookups(ProjectId project, Deadline deadline) {
        Optional<Project> found = projects.find(project);
        return found.map(
                it -> new CatalogLookups(it, catalogs, apps, appStates, new HashMap<>(), deadline));
    }

    /** The ids with the results of the search; requests another one if some are still pending. */
    private ServiceIds searched(
            ServiceIds before,
            Map<StreamingProvider, SearchResult> results,
            Deadline deadline,
            LongFunction<MatchRequest> request) {
        Instant now = deadline.clock().instant();
        Duration age = Duration.between(before.search().orElseThrow().since(), now);
        boolean isLast = age.compareTo(GIVES_UP_AFTER) >= 0;
        Map<StreamingProvider, ServiceId> concluded = new EnumMap<>(StreamingProvider.class);
        Duration delay = Duration.ZERO;
        for (Map.Entry<StreamingProvider, SearchResult> result : results.entrySet()) {
            switch (result.getValue()) {
                case SearchResult.Concluded(ServiceId id) -> concluded.put(result.getKey(), id);
                case SearchResult.Postponed(Duration retryAfter, ServiceId ifGivenUp) -> {
                    if (isLast) {
                        concluded.put(result.getKey(), ifGivenUp);
                    } else {
                        delay = longer(delay, retryAfter);
                    }
                }
            }
        }
        Duration next = delayOf(delay, age);
        ServiceIds ids = before.searched(concluded, now.plus(next));
        if (!ids.pending().isEmpty()) {
            queue.send(request.apply(ids.revision()), next);
        }
        return ids;
    }

    /**
     * As the service asks, and the longer the search takes, the longer, up to the queue's limit.
     */
    private static Duration delayOf(Duration asked, Duration age) {
        Duration delay = longer(longer(asked, SHORTEST_DELAY), age.dividedBy(2));
        return Duration.ofSeconds(
                Math.min(delay.plusMillis(999).toSeconds(), MatchQueue.MAX_DELAY.toSeconds()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
