package dev.actionflows.simulator;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.detection.WatchedArtist;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An artist who releases works at two services, in several editions, and whose new releases are
 * looked for. The hours between two checks of an artist pass in minutes.
 */
final class ReleaseWatching {
    /** Another label's, with apps at both services. */
    private static final ProjectId PROJECT = new ProjectId("prj_9zqk3v9m2c4x8b1d");

    private static final ArtistId ARTIST = new ArtistId("art_9n5p7q9r1s2t4v6w");
    private static final FanId FAN = new FanId("fan_9n5p7q9r1s2t4v6w");
    private static final int OLD_ALBUMS = 12;
    private static final List<String> TITLES = List.of("Low Tide", "Slack Water, Pt. 2");
    private static final List<Upc> UPCS = List.of(new Upc("614141007349"), new Upc("614141007356"));

    private final Deployment deployment;
    private final Kernel kernel;
    private final Faults faults;
    private final WatchedLists lists;
    private final List<DetectedRelease> detected = new ArrayList<>();
    private final List<String> works = new ArrayList<>();
    private boolean used;

    ReleaseWatching(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.lists = new WatchedLists(kernel, faults, deployment.memory);
    }

    /** The port of production code. */
    List<StreamingDiscography> lists() {
        return lists.ports();
    }

    /** The queue of detected releases, from which this artist's are taken. */
    DetectedReleaseQueue queue(DetectedReleaseQueue real) {
        DetectedReleaseQueue own =
                faults.over(DetectedReleaseQueue.class, message -> detected.add(message));
        return message -> (message.artist().equals(ARTIST) ? own : real).send(message);
    }

    /** In minutes, as if they were hours. */
    WatchedArtistStore hurried(WatchedArtistStore real) {
        return PortProxy.of(
                WatchedArtistStore.class,
                real,
                (method, arguments, call) ->
                        call.proceed() instanceof Page<?> page
                                ? new Page<>(
                                        page.items().stream()
                                                .map(WatchedArtist.class::cast)
                                                .map(ReleaseWatching::anHourLater)
                                                .toList(),
                                        page.next())
                                : null);
    }

    private static WatchedArtist anHourLater(WatchedArtist artist) {
        return new WatchedArtist(
                artist.project(),
                artist.artist(),
                artist.since(),
                artist.checkedAt().map(it -> it.minus(Duration.ofHours(1))),
                artist.readAt());
    }

    /**
     * In some histories, the artist releases works, and they are looked for.
     *
     * @param endOfFaults from when on nothing new is released
     */
    void schedule(Instant start, Instant endOfFaults) {
        Chance chance = kernel.chance("watched artist");
        if (!chance.of("is there").hits(0.3)) {
            return;
        }
        used = true;
        createProject();
        deployment.memory.catalog.create(
                PROJECT, new Artist(ARTIST, "Slack Water", WatchedLists.ARTIST, start));
        deployment.memory.catalog.registerNextSave(
                PROJECT, ARTIST, FAN, start.minus(Duration.ofDays(20)));
        LocalDate today = LocalDate.ofInstant(start, ReleaseDate.DEFAULT_ZONE);
        for (int album = 0; album < OLD_ALBUMS; album++) {
            for (StreamingProvider at : StreamingProvider.values()) {
                lists.list(
                        new WatchedLists.Listing(
                                at,
                                album,
                                "Ebb " + album,
                                AlbumKind.SINGLE,
                                today.minusYears(1).minusDays(album),
                                Optional.empty()));
            }
        }
        int count = 1 + chance.of("works").below(TITLES.size());
        long millis = Duration.between(start, endOfFaults).toMillis();
        for (int work = 0; work < count; work++) {
            release(work, chance.of("work " + work), today, millis);
        }
        kernel.at(start, deployment.watcher::watch);
    }

    private void createProject() {
        InMemoryPorts memory = deployment.memory;
        Vault vault = new Vault(memory.keyRing, deployment.ids);
        Project bare =
                Project.created(
                        PROJECT,
                        "Slack Water",
                        Plan.PRO,
                        "https://flows.example.com",
                        memory.keyRing.createDataKey(PROJECT),
                        new ApiKeyHashes("slack", "water"),
                        kernel.instant());
        memory.projects.create(
                bare.withSpotify(
                                new SpotifyApp(
                                        "slack",
                                        vault.seal(
                                                bare, SpotifyApp.CLIENT_SECRET_CONTEXT, "secret")))
                        .withAppleMusic(
                                new AppleMusicKey(
                                        "team",
                                        "key",
                                        vault.seal(
                                                bare,
                                                AppleMusicKey.PRIVATE_KEY_CONTEXT,
                                                "private key"))));
    }

    /** A work appears at each service at some time, perhaps in two editions. */
    private void release(int work, Chance chance, LocalDate today, long millis) {
        works.add(TITLES.get(work));
        AlbumKind kind = chance.of("single").hits(0.5) ? AlbumKind.SINGLE : AlbumKind.ALBUM;
        Optional<Upc> upc = Optional.of(UPCS.get(work)).filter(_ -> chance.of("upc").hits(0.5));
        LocalDate date = today.minusDays(chance.of("age").below(5));
        for (StreamingProvider at : StreamingProvider.values()) {
            Chance there = chance.of(at.wireName());
            String suffix =
                    at == StreamingProvider.APPLE_MUSIC && kind == AlbumKind.SINGLE
                            ? " - Single"
                            : "";
            int number = 100 + 10 * work;
            WatchedLists.Listing plain =
                    new WatchedLists.Listing(
                            at,
                            number,
                            TITLES.get(work) + suffix,
                            kind,
                            date.minusDays(there.of("days").below(3)),
                            upc);
            kernel.after(there.of("at").between(0, millis), () -> lists.list(plain));
            if (there.of("edition").hits(0.4)) {
                WatchedLists.Listing edition =
                        new WatchedLists.Listing(
                                at,
                                number + 1,
                                TITLES.get(work) + " (Deluxe Edition)" + suffix,
                                kind,
                                plain.date(),
                                Optional.empty());
                kernel.after(there.of("edition at").between(0, millis), () -> lists.list(edition));
            }
        }
    }

    /** Called after some minutes without faults. */
    void afterCalm() {
        if (!used) {
            return;
        }
        for (String work : works) {
            Set<ReleaseId> releases =
                    detected.stream()
                            .map(DetectedRelease::release)
                            .filter(it -> title(it).startsWith(work))
                            .collect(Collectors.toSet());
            if (releases.size() != 1) {
                broken("%s was detected as %s".formatted(work, releases));
            }
            releases.forEach(this::checkIds);
        }
        detected.stream()
                .filter(it -> works.stream().noneMatch(title(it.release())::startsWith))
                .forEach(it -> broken(title(it.release()) + " is not new"));
        // two runs at once may both send what one has judged
        if (faults.peaceful()
                && !deployment.watcher.hasOverlapped()
                && detected.size() > works.size()) {
            broken("without faults, there are " + detected.size() + " messages");
        }
    }

    private void checkIds(ReleaseId release) {
        Set<StreamingProvider> known = release(release).providerIds().byProvider().keySet();
        if (known.size() < StreamingProvider.values().length) {
            broken("of %s, only the ids at %s are known".formatted(title(release), known));
        }
    }

    private Release release(ReleaseId release) {
        return deployment.memory.catalog.findRelease(PROJECT, release).orElseThrow();
    }

    private String title(ReleaseId release) {
        return release(release).title();
    }

    private void broken(String what) {
        deployment.violations.add(Guarantee.RELEASES_DETECTED, what);
    }
}
