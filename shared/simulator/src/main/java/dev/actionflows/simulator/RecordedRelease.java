package dev.actionflows.simulator;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A release of another label, which has apps at both services and gives the ISRC of a recording.
 * What is found must be the same, whichever service was busy meanwhile.
 */
final class RecordedRelease {
    private static final ProjectId PROJECT = new ProjectId("prj_3r6k9w2x5c8v1b4n");
    static final ReleaseId ID = new ReleaseId("rel_5t7v9x2z4b6d8f0h");
    private static final Isrc ISRC = new Isrc("USRC17607839");
    private static final Upc UPC = new Upc("036000291452");
    private static final Upc UPC_NOBODY_KNOWS = new Upc("4006381333931");
    private static final CatalogAlbum SINGLE =
            album("spotify:album:4aawyAB9vmqN3uQ7FjRGT3", Optional.of(UPC));
    private static final CatalogAlbum COMPILATION =
            album("spotify:album:4aawyAB9vmqN3uQ7FjRGT4", Optional.of(new Upc("10614141000415")));
    private static final CatalogAlbum APPLE_SINGLE = album("1440857783", Optional.of(UPC));
    private static final CatalogAlbum APPLE_DELUXE = album("1440857784", Optional.empty());

    /** What the services have, and the label gives. */
    private enum Kind {
        /** Apple Music has one album with the recording, whose UPC decides. */
        DECIDED_BY_UPC,
        /** Both services have several. */
        UNCERTAIN,
        /** The label gives a UPC that no album has; each service has one with the recording. */
        NOT_FOUND,
        /**
         * The label gives the UPC of an album at Apple Music, and chooses a candidate of Spotify.
         */
        CHOSEN
    }

    private final Deployment deployment;
    private final Kind kind;
    private boolean saved;
    private boolean chosen;

    RecordedRelease(Deployment deployment) {
        this.deployment = deployment;
        this.kind = deployment.kernel.chance("recorded release").anyOf(List.of(Kind.values()));
        InMemoryPorts memory = deployment.memory;
        memory.projects.create(
                Project.created(
                        PROJECT,
                        "Morning Harbour",
                        Plan.PRO,
                        "https://flows.example.com",
                        memory.keyRing.createDataKey(PROJECT),
                        new ApiKeyHashes("no key", "no other key"),
                        deployment.kernel.instant()));
        memory.projects.change(
                PROJECT,
                it ->
                        it.withSpotify(
                                        new SpotifyApp(
                                                "other client",
                                                memory.vault()
                                                        .seal(
                                                                it,
                                                                SpotifyApp.CLIENT_SECRET_CONTEXT,
                                                                "secret")))
                                .withAppleMusic(
                                        new AppleMusicKey(
                                                "team",
                                                "key",
                                                memory.vault()
                                                        .seal(
                                                                it,
                                                                AppleMusicKey.PRIVATE_KEY_CONTEXT,
                                                                "private key"))));
        memory.spotifyCatalog.hasRecording(ISRC, COMPILATION);
        if (kind != Kind.NOT_FOUND && kind != Kind.CHOSEN) {
            memory.spotifyCatalog.hasRecording(ISRC, SINGLE);
        }
        memory.appleMusicCatalog.hasRecording(ISRC, APPLE_SINGLE);
        if (kind == Kind.UNCERTAIN) {
            memory.appleMusicCatalog.hasRecording(ISRC, APPLE_DELUXE);
        }
    }

    private static CatalogAlbum album(String id, Optional<Upc> upc) {
        return new CatalogAlbum(id, "High Tide", "Morning Harbour", List.of(), upc);
    }

    /** The label saves the release. */
    void save(CatalogService catalog) {
        ProviderIds none = new ProviderIds(Map.of());
        catalog.create(
                PROJECT,
                new Release(
                                ID,
                                "High Tide",
                                "Morning Harbour",
                                LocalDate.ofInstant(deployment.kernel.now(), ZoneOffset.UTC),
                                none,
                                deployment.kernel.now())
                        .stated(
                                new Release.Statement(
                                        givenUpc(),
                                        Optional.of(ISRC),
                                        new ServiceIds.Statement(none, Set.of())),
                                deployment.kernel.now()));
        saved = true;
    }

    private Optional<Upc> givenUpc() {
        return switch (kind) {
            case DECIDED_BY_UPC, UNCERTAIN -> Optional.empty();
            case NOT_FOUND -> Optional.of(UPC_NOBODY_KNOWS);
            case CHOSEN -> Optional.of(UPC);
        };
    }

    /** The label states the id that it knows, and no code again. */
    void choose(CatalogService catalog) {
        ProviderIds given =
                kind == Kind.CHOSEN ? atSpotify(COMPILATION) : new ProviderIds(Map.of());
        catalog.state(
                PROJECT,
                ID,
                new Release.Statement(
                        Optional.empty(),
                        Optional.empty(),
                        new ServiceIds.Statement(given, Set.of())));
        chosen = true;
    }

    private static ProviderIds atSpotify(CatalogAlbum album) {
        return new ProviderIds(Map.of(StreamingProvider.SPOTIFY, album.id()));
    }

    /**
     * Called when every wait is over.
     *
     * @param searched whether no request is left
     */
    void check(boolean searched) {
        if (!saved) {
            return;
        }
        ServiceIds ids =
                deployment.memory.catalog.findRelease(PROJECT, ID).orElseThrow().serviceIds();
        if (!ids.pending().isEmpty()) {
            if (searched) {
                deployment.violations.add(
                        Guarantee.IDS_SEARCHED, "the search by a recording was lost");
            }
        } else if (!ids.known().equals(expected())) {
            deployment.violations.add(
                    Guarantee.IDS_SEARCHED,
                    "the search by a recording (%s) found %s".formatted(kind, ids.byProvider()));
        }
    }

    private ProviderIds expected() {
        return switch (kind) {
            case DECIDED_BY_UPC -> both(SINGLE);
            case UNCERTAIN, NOT_FOUND -> new ProviderIds(Map.of());
            case CHOSEN -> chosen ? both(COMPILATION) : atApple();
        };
    }

    private static ProviderIds both(CatalogAlbum atSpotify) {
        return new ProviderIds(
                Map.of(
                        StreamingProvider.SPOTIFY,
                        atSpotify.id(),
                        StreamingProvider.APPLE_MUSIC,
                        APPLE_SINGLE.id()));
    }

    private static ProviderIds atApple() {
        return new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, APPLE_SINGLE.id()));
    }
}
