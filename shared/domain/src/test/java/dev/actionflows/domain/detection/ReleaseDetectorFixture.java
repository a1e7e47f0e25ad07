package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A project with a watched artist, at two services. */
abstract class ReleaseDetectorFixture {
    static final String ARTIST = "spotify:artist:0TnOYISbd1XYRBk9myaseg";
    static final String AT_APPLE = "1440857780";
    static final Upc UPC = Upc.parse("602445868162").orElseThrow();

    final World world = new World();
    final InMemoryPorts ports = world.ports;

    /** 2 November 2026, noon. */
    final Instant start = world.clock.instant();

    ReleaseDetectorFixture() {
        world.useAppleMusic();
        ports.spotifyAlbums.lists(ARTIST);
        ports.appleMusicAlbums.lists(AT_APPLE);
        world.projects.change(world.project, it -> it.withPlan(Plan.PRO));
        world.catalog.registerNextSave(
                world.project, world.artist.id(), FanId.from(world.ids), start);
    }

    static String id(int number) {
        return "spotify:album:" + "0".repeat(20) + (10 + number);
    }

    static ListedAlbum album(String id, String title, AlbumKind kind, String date) {
        return new ListedAlbum(
                id,
                title,
                "Night Harbour",
                kind,
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                Optional.empty());
    }

    static ListedAlbum single(int number, String title, String date) {
        return album(id(number), title, AlbumKind.SINGLE, date);
    }

    final void atSpotify(ListedAlbum... albums) {
        ports.spotifyAlbums.lists(ARTIST, albums);
    }

    final WatchedArtist watched() {
        return ports.watchedArtists.list(Optional.empty(), 10).items().getFirst();
    }

    final boolean check() {
        return check(ports);
    }

    final boolean check(Ports with) {
        return check(with, watched());
    }

    /** With twenty seconds. */
    static boolean check(Ports with, WatchedArtist artist) {
        return new Jobs(with)
                .releaseDetector()
                .check(artist, new Deadline(with.clock().instant().plusSeconds(20), with.clock()));
    }

    /** The first reading, and the days until the next one. */
    final void readOnce() {
        assertThat(check()).isTrue();
        assertThat(detected()).isEmpty();
        world.clock.advance(Duration.ofDays(10));
    }

    final List<DetectedRelease> detected() {
        return ports.detectedReleases;
    }

    final Release release(DetectedRelease detected) {
        return world.catalog.findRelease(world.project, detected.release()).orElseThrow();
    }

    final Artist artistAtBoth() {
        return new Artist(
                new ArtistId("art_3n5p7q9r1s2t4v6w"),
                "Night Harbour",
                new ProviderIds(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                ARTIST,
                                StreamingProvider.APPLE_MUSIC,
                                AT_APPLE)),
                start);
    }

    final void optInAtBoth() {
        world.catalog.create(world.project, artistAtBoth());
        world.catalog.registerNextSave(
                world.project, artistAtBoth().id(), FanId.from(world.ids), start);
    }

    /** The label gives the watched artist other ids at the services. */
    final void haveIds(Map<StreamingProvider, String> ids) {
        Artist before = world.catalog.findArtist(world.project, world.artist.id()).orElseThrow();
        world.catalog.replace(
                world.project,
                new Artist(before.id(), before.name(), new ProviderIds(ids), before.createdAt()),
                before.serviceIds().revision());
    }

    final Stream<WatchedArtist> watchedAtBoth() {
        return ports.watchedArtists.list(Optional.empty(), 10).items().stream()
                .filter(it -> it.artist().equals(artistAtBoth().id()));
    }

    final void checkBoth() {
        watchedAtBoth().forEach(it -> check(ports, it));
    }

    final void checkAllArtists() {
        ports.watchedArtists.list(Optional.empty(), 10).items().forEach(it -> check(ports, it));
    }

    final Release own(String date) {
        return own(date, "Night Harbour");
    }

    final Release own(String date, String artist) {
        return new Release(
                ReleaseId.from(world.ids),
                "Low Tide",
                artist,
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                new ProviderIds(Map.of()),
                start);
    }

    final void codeOf(int number, String upc) {
        ports.spotifyCatalog.has(new CatalogAlbum(id(number), "", "", List.of(), Upc.parse(upc)));
    }
}
