package dev.actionflows.simulator;

import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.MatchRequest;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.InMemoryStreamingCatalog;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A release that is saved with its id at Apple Music, whose id at Spotify is searched and perhaps
 * corrected meanwhile, and one that is saved with the ISRC of a recording; the queue of searches,
 * and the function that reads it.
 */
final class CatalogMatches {
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");
    private static final Upc UPC = new Upc("602445868162");
    private static final String FOUND = "spotify:album:4aawyAB9vmqN3uQ7FjRGT1";
    private static final String CORRECTED = "spotify:album:4aawyAB9vmqN3uQ7FjRGT2";
    private static final ProviderIds AT_APPLE =
            new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "1440857781"));

    private final Deployment deployment;
    private final Kernel kernel;
    private final Faults faults;
    private final boolean outage;
    private final RecordedRelease recorded;
    private final Queue<MatchRequest> queue;
    private boolean saved;
    private boolean corrected;

    CatalogMatches(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        // until faults end: then messages become dead letters
        this.outage = kernel.chance("catalog matches").of("outage").hits(0.2);
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "CatalogMatches",
                                "CatalogMatchesDead",
                                "CatalogMatchesSource",
                                "catalog-matcher"),
                        CatalogMatches::nameOf,
                        this::handle,
                        deployment.played::add);
        deployment.memory.spotifyCatalog.has(
                new CatalogAlbum(FOUND, "Low Tide", "Night Harbour", List.of(), Optional.of(UPC)));
        this.recorded = new RecordedRelease(deployment);
    }

    private static String nameOf(MatchRequest request) {
        return "%s at revision %d"
                .formatted(
                        request instanceof MatchRequest.OfRelease(var _, var id, var _)
                                        && id.equals(RecordedRelease.ID)
                                ? "recorded release"
                                : "release",
                        request.revision());
    }

    Queue<MatchRequest> queue() {
        return queue;
    }

    /** The port of production code. */
    MatchQueue port() {
        return queue::send;
    }

    /** The catalogs of the services, which often do not answer while faults occur. */
    List<StreamingCatalog> catalogs() {
        return List.of(
                new Unreliable(deployment.memory.spotifyCatalog),
                new Unreliable(deployment.memory.appleMusicCatalog));
    }

    /** The label saves the release, and may correct its id afterwards. */
    void save() {
        Release release =
                new Release(
                                RELEASE,
                                "Low Tide",
                                "Night Harbour",
                                LocalDate.ofInstant(kernel.now(), ZoneOffset.UTC),
                                new ProviderIds(Map.of()),
                                kernel.now())
                        .stated(statement(AT_APPLE), kernel.now());
        catalog().create(SampleProject.ID, release);
        if (!saved) {
            saved = true;
            Chance chance = kernel.chance("catalog matches").of("correction");
            if (chance.of("happens").hits(0.5)) {
                kernel.after(chance.of("after").between(0, 3_000), this::correct);
            }
        }
    }

    /** Another label saves a release by the ISRC of a recording, and may correct it afterwards. */
    void saveByRecording() {
        recorded.save(catalog());
        Chance chance = kernel.chance("recorded release").of("choice");
        if (chance.of("happens").hits(0.5)) {
            kernel.after(chance.of("after").between(0, 3_000), this::choose);
        }
    }

    private void choose() {
        deployment.lambda.invoke(
                "flows",
                "choose an id",
                () -> recorded.choose(catalog()),
                () -> {},
                () -> kernel.after(Duration.ofSeconds(5), this::choose));
    }

    private void correct() {
        deployment.lambda.invoke(
                "flows",
                "correct ids",
                () ->
                        catalog()
                                .state(
                                        SampleProject.ID,
                                        RELEASE,
                                        statement(
                                                new ProviderIds(
                                                        Map.of(
                                                                StreamingProvider.SPOTIFY,
                                                                CORRECTED,
                                                                StreamingProvider.APPLE_MUSIC,
                                                                "1440857781")))),
                () -> corrected = true,
                () -> kernel.after(Duration.ofSeconds(5), this::correct));
    }

    private static Release.Statement statement(ProviderIds given) {
        return new Release.Statement(
                Optional.of(UPC), Optional.empty(), new ServiceIds.Statement(given, Set.of()));
    }

    private CatalogService catalog() {
        return new Management(deployment.ports).catalog();
    }

    private void handle(Queue.Message<MatchRequest> message) {
        if (outage && faults.hits(kernel.chance("catalog matches").of(message.id()), 0.95)) {
            throw new IllegalStateException("the function cannot work");
        }
        Matching.catalogMatcher(deployment.ports)
                .match(message.body(), new Deadline(kernel.instant().plusSeconds(10), kernel));
    }

    /** Called when every wait is over. */
    void check() {
        recorded.check(queue.pending() == 0);
        if (!saved) {
            return;
        }
        ServiceIds ids =
                deployment
                        .memory
                        .catalog
                        .findRelease(SampleProject.ID, RELEASE)
                        .orElseThrow()
                        .serviceIds();
        Optional<ServiceId> found = ids.at(StreamingProvider.SPOTIFY);
        if (!ids.pending().isEmpty() && queue.pending() == 0) {
            deployment.violations.add(Guarantee.IDS_SEARCHED, "the search was lost");
        }
        if (corrected && !found.equals(Optional.of(new ServiceId.Given(CORRECTED)))) {
            deployment.violations.add(
                    Guarantee.IDS_SEARCHED, "the corrected id was replaced by " + found);
        }
    }

    /** A client over the network: failures are answers. */
    private final class Unreliable implements StreamingCatalog {
        private final InMemoryStreamingCatalog real;

        Unreliable(InMemoryStreamingCatalog real) {
            this.real = real;
        }

        @Override
        public StreamingProvider provider() {
            return real.provider();
        }

        @Override
        public CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout) {
            return answer(() -> real.albumsWith(app, upc, timeout));
        }

        @Override
        public CatalogAnswer albumsWithRecording(StreamingApp app, Isrc isrc, Duration timeout) {
            return answer(() -> real.albumsWithRecording(app, isrc, timeout));
        }

        @Override
        public CatalogAnswer album(StreamingApp app, String albumId, Duration timeout) {
            return answer(() -> real.album(app, albumId, timeout));
        }

        @Override
        public CatalogAnswer albumsOf(StreamingApp app, String artistId, Duration timeout) {
            return answer(() -> real.albumsOf(app, artistId, timeout));
        }

        private CatalogAnswer answer(Supplier<CatalogAnswer> lookup) {
            if (faults.hits(kernel.chance("catalog matches").of("busy"), 0.3)) {
                return new CatalogAnswer.LookupLimited(Duration.ofSeconds(20));
            }
            try {
                return faults.call("StreamingCatalog." + provider(), lookup);
            } catch (ProblemException e) {
                return new CatalogAnswer.LookupUnavailable();
            }
        }
    }
}
