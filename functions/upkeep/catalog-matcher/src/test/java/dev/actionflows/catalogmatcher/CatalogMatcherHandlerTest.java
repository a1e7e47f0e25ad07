package dev.actionflows.catalogmatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class CatalogMatcherHandlerTest {
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");
    private static final ArtistId ARTIST = new ArtistId("art_3n5p7q9r1s2t4v6w");
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";

    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CatalogMatcherHandler handler =
            new CatalogMatcherHandler(
                    Matching.catalogMatcher(world.ports), new Log(log, world.clock), world.clock);

    private SQSBatchResponse handle(String name) {
        return Invocations.invoke(
                handler,
                SampleEvents.read("catalog-matcher/" + name, SQSEvent.class),
                SQSBatchResponse.class,
                context);
    }

    @Test
    void a_release_is_found_by_its_upc() {
        world.catalog.create(
                world.project,
                new Release(
                                RELEASE,
                                "Low Tide",
                                "Night Harbour",
                                LocalDate.parse("2026-12-04"),
                                new ProviderIds(Map.of()),
                                world.clock.instant())
                        .stated(
                                new Release.Statement(
                                        Optional.of(UPC),
                                        Optional.empty(),
                                        new ServiceIds.Statement(
                                                new ProviderIds(Map.of()), Set.of())),
                                world.clock.instant()));
        world.ports.spotifyCatalog.has(
                new CatalogAlbum(ALBUM, "Low Tide", "Night Harbour", List.of(), Optional.of(UPC)));

        assertThat(handle("release.json").getBatchItemFailures()).isEmpty();
        assertThat(handle("release.json").getBatchItemFailures()).isEmpty();

        assertThat(
                        world.catalog
                                .findRelease(world.project, RELEASE)
                                .orElseThrow()
                                .serviceIds()
                                .byProvider())
                .containsEntry(StreamingProvider.SPOTIFY, new ServiceId.Matched(ALBUM))
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NoAccess(ServiceId.NoAccessReason.NO_APP));
        assertThat(world.ports.spotifyCatalog.lookups()).as("once").isEqualTo(1);
    }

    @Test
    void an_artist_is_searched() {
        Artist artist =
                new Artist(ARTIST, "Night Harbour", World.ARTIST, world.clock.instant())
                        .searchedAgain(world.clock.instant());
        world.catalog.create(world.project, artist);

        assertThat(handle("artist.json").getBatchItemFailures()).isEmpty();

        assertThat(
                        world.catalog
                                .findArtist(world.project, ARTIST)
                                .orElseThrow()
                                .serviceIds()
                                .pending())
                .isEmpty();
    }

    @Test
    void a_request_for_what_no_longer_exists_is_dropped() {
        assertThat(handle("release.json").getBatchItemFailures()).isEmpty();
        assertThat(handle("artist.json").getBatchItemFailures()).isEmpty();
    }

    @Test
    void a_malformed_request_is_retried() {
        assertThat(handle("invalid-misspelled.json").getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("059f36b4-87a3-44ab-83d2-661970000013");
        assertThat(Json.readObject(log.toString(StandardCharsets.UTF_8)))
                .containsEntry("messageId", "059f36b4-87a3-44ab-83d2-661970000013");
    }
}
