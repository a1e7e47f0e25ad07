package dev.actionflows.domain.detection;

import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.matching.CatalogLookups;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.plan.PlanFeatures;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for new releases of an artist at the services where the artist has an id.
 *
 * <p>What is judged is stored before anything follows from it, on condition that nobody else has
 * stored something meanwhile: of two checks at once, one judges. What follows is repeated, with the
 * same ids, until it is stored that it is done.
 */
public final class ReleaseDetector {
    private final ProjectStore projects;
    private final Catalog catalog;
    private final PreSaveStore preSaves;
    private final PlanFeatures plans;
    private final DiscographyStore discographies;
    private final List<StreamingDiscography> services;
    private final Lookups lookups;
    private final DetectedReleases releases;
    private final ReleaseWatchObserver observer;

    /**
     * @param catalogs show the UPCs that lists of albums do not
     * @param vault opens the projects' apps
     * @param appStates stores rate limits of more than a minute
     * @param matches is told to search new releases at the other services
     * @param queue leads to the fans
     */
    public ReleaseDetector(
            ProjectStore projects,
            Catalog catalog,
            CatalogWriter writer,
            PreSaveStore preSaves,
            PlanFeatures plans,
            DiscographyStore discographies,
            List<StreamingDiscography> services,
            List<StreamingCatalog> catalogs,
            Vault vault,
            StreamingAppStore appStates,
            MatchQueue matches,
            DetectedReleaseQueue queue,
            ReleaseWatchObserver observer) {
        this.projects = projects;
        this.catalog = catalog;
        this.preSaves = preSaves;
        this.plans = plans;
        this.discographies = discographies;
        this.services = List.copyOf(services);
        StreamingApps apps = new StreamingApps(vault);
        Map<String, Instant> limits = new HashMap<>();
        this.lookups =
                (project, deadline) ->
                        new CatalogLookups(project, catalogs, apps, appStates, limits, deadline);
        this.releases = new DetectedReleases(catalog, writer, matches, queue);
        this.observer = observer;
    }

    @FunctionalInterface
    private interface Lookups {
        CatalogLookups of(Project project, Deadline deadline);
    }

    /**
     * Reads the artist's lists as far as there is anything new, and has fans hear of new releases.
     * Does nothing if the plan does not include it, or no fan is registered.
     *
     * @param deadline by which no more services are asked
     * @return whether all lists were read, or need not be
     * @throws RuntimeException if it may not all be done; check the artist again
     */
    public boolean check(WatchedArtist watched, Deadline deadline) {
        Optional<Project> project = projects.find(watched.project()).filter(this::includes);
        Optional<Artist> artist = catalog.findArtist(watched.project(), watched.artist());
        if (project.isEmpty() || artist.isEmpty() || !hasFans(watched)) {
            return true;
        }
        Check check = new Check(watched, lookups.of(project.get(), deadline), deadline);
        // also if the service that led to it is not asked any more
        check.settle();
        for (StreamingDiscography service : services) {
            Optional<String> id = artist.get().providerIds().at(service.provider());
            if (id.isPresent() && project.get().hasApp(service.provider())) {
                check.read(service, id.get());
            }
        }
        return check.end();
    }

    /** It is checked each time: the plan may have been changed. */
    private boolean includes(Project project) {
        return TriggerType.RELEASE_DETECTED.planFeature().stream()
                .allMatch(feature -> plans.includes(project.plan(), feature));
    }

    private boolean hasFans(WatchedArtist watched) {
        return !preSaves.nextSaves(watched.project(), watched.artist(), Optional.empty(), 1)
                .items()
                .isEmpty();
    }

    /** One check of one artist. A failure at one service does not affect the other. */
    private final class Check {
        private final WatchedArtist watched;
        private final CatalogLookups asking;
        private final Deadline deadline;

        /** As it is stored, as far as this check knows. */
        private Discography known;

        private boolean isRead = true;
        private Optional<RuntimeException> failure = Optional.empty();

        Check(WatchedArtist watched, CatalogLookups asking, Deadline deadline) {
            this.watched = watched;
            this.asking = asking;
            this.deadline = deadline;
            this.known = find();
        }

        void read(StreamingDiscography service, String artistId) {
            try {
                AlbumListReader.Reading reading =
                        new AlbumListReader(service, asking, releases, deadline.clock())
                                .read(watched, artistId, known);
                isRead &= reading.isComplete();
                if (deadline.left().isPositive()) {
                    reading.failure()
                            .ifPresent(why -> observer.notListed(watched, service.provider(), why));
                }
                store(reading.result());
                settle();
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }

        private Discography find() {
            return discographies.find(watched.project(), watched.artist());
        }

        /** If another check has stored something meanwhile, the next one has to read again. */
        private void store(Discography changed) {
            Discography next = changed.next();
            boolean isStored = discographies.store(watched.project(), watched.artist(), next);
            isRead &= isStored;
            known = isStored ? next : find();
        }

        /** Does what follows from the judgements that are stored, as far as possible. */
        void settle() {
            List<Detection> left = known.open().stream().filter(it -> !isDone(it)).toList();
            if (left.size() < known.open().size()) {
                store(known.withOpen(left));
            }
        }

        private boolean isDone(Detection detection) {
            try {
                releases.apply(watched.project(), watched.artist(), detection);
                observer.albumJudged(
                        watched, detection.album().id(), detection.release(), detection.isFirst());
                return true;
            } catch (RuntimeException e) {
                failure = Optional.of(e);
                return false;
            }
        }

        boolean end() {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return isRead;
        }
    }
}
