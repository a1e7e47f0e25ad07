package dev.actionflows.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class ArtistSearchTest {
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final Upc OTHER_UPC = Upc.parse("036000291452").orElseThrow();
    private static final String NOVA = "spotify:artist:0TnOYISbd1XYRBk9myaseg";
    private static final CatalogArtist NOVA_AT_SPOTIFY = new CatalogArtist(NOVA, "Nova");
    private static final CatalogArtist LUNA_AT_SPOTIFY =
            new CatalogArtist("spotify:artist:2CIMQHirSU0MQqyYHq0eOx", "Luna");
    private static final CatalogArtist NOVA_AT_APPLE = new CatalogArtist("71", "NOVA");
    private static final CatalogArtist LUNA_AT_APPLE = new CatalogArtist("72", "Luna");

    private final World world = new World();
    private final ArtistId id = ArtistId.from(world.ids);

    ArtistSearchTest() {
        world.useAppleMusic();
    }

    private static CatalogAlbum album(String id, Upc upc, CatalogArtist... artists) {
        return new CatalogAlbum(
                id,
                "Album " + id,
                Arrays.stream(artists).map(CatalogArtist::name).collect(Collectors.joining(", ")),
                List.of(artists),
                Optional.of(upc));
    }

    /** The artist's id at Apple Music after a search from Spotify. */
    private ServiceId searched() {
        Artist artist =
                new Artist(id, "Nova", new ProviderIds(Map.of()), world.clock.instant())
                        .stated(
                                new ServiceIds.Statement(
                                        new ProviderIds(Map.of(StreamingProvider.SPOTIFY, NOVA)),
                                        Set.of()),
                                world.clock.instant());
        world.application.management().catalog().create(world.project, artist);
        Matching.catalogMatcher(world.ports)
                .match(
                        world.ports.matches.take().getFirst().request(),
                        new Deadline(world.clock.instant().plusSeconds(20), world.clock));
        return world.catalog
                .findArtist(world.project, id)
                .orElseThrow()
                .serviceIds()
                .at(StreamingProvider.APPLE_MUSIC)
                .orElseThrow();
    }

    @Test
    void the_only_artist_of_the_same_album_is_a_candidate_if_the_name_differs() {
        world.ports.spotifyCatalog.has(album("a", UPC, NOVA_AT_SPOTIFY));
        world.ports.appleMusicCatalog.has(
                album("1", UPC, new CatalogArtist("79", "Nova (Official)")));

        assertThat(searched())
                .isInstanceOfSatisfying(
                        ServiceId.Ambiguous.class,
                        it ->
                                assertThat(it.candidates())
                                        .extracting(ServiceId.Candidate::id)
                                        .containsExactly("79"));
    }

    @Test
    void among_the_artists_of_the_same_album_the_name_decides() {
        world.ports.spotifyCatalog.has(album("a", UPC, LUNA_AT_SPOTIFY, NOVA_AT_SPOTIFY));
        world.ports.appleMusicCatalog.has(album("1", UPC, LUNA_AT_APPLE, NOVA_AT_APPLE));

        assertThat(searched()).isEqualTo(new ServiceId.Matched("71"));
    }

    @Test
    void artists_of_the_same_album_with_other_names_are_candidates() {
        world.ports.spotifyCatalog.has(album("a", UPC, LUNA_AT_SPOTIFY, NOVA_AT_SPOTIFY));
        world.ports.appleMusicCatalog.has(
                album("1", UPC, LUNA_AT_APPLE, new CatalogArtist("73", "Nova & Friends")));

        assertThat(searched())
                .isEqualTo(
                        new ServiceId.Ambiguous(
                                List.of(
                                        new ServiceId.Candidate("72", "Album 1", "Luna"),
                                        new ServiceId.Candidate(
                                                "73", "Album 1", "Nova & Friends"))));
    }

    @Test
    void the_next_album_is_tried_if_the_first_is_not_at_the_other_service() {
        world.ports.spotifyCatalog.has(
                album("a", OTHER_UPC, NOVA_AT_SPOTIFY), album("b", UPC, NOVA_AT_SPOTIFY));
        world.ports.appleMusicCatalog.has(album("1", UPC, NOVA_AT_APPLE));

        assertThat(searched()).isEqualTo(new ServiceId.Matched("71"));
    }

    @Test
    void an_artist_of_the_same_name_without_a_common_album_is_not_found() {
        world.ports.spotifyCatalog.has(album("a", UPC, NOVA_AT_SPOTIFY));
        world.ports.appleMusicCatalog.has(album("1", OTHER_UPC, NOVA_AT_APPLE));

        assertThat(searched()).isEqualTo(new ServiceId.NotFound(NotFoundReason.NO_COMMON_ALBUM));
    }

    @Test
    void a_service_that_rejects_the_app_is_not_confused_with_the_one_that_is_searched() {
        world.ports.spotifyCatalog.answers(new CatalogAnswer.AccessDenied());

        assertThat(searched())
                .isEqualTo(new ServiceId.NotFound(ServiceId.NotFoundReason.NO_COMMON_ALBUM));
    }

    @Test
    void an_artist_is_searched_again_if_a_service_does_not_answer() {
        world.ports.spotifyCatalog.answers(new CatalogAnswer.LookupUnavailable());

        assertThat(searched()).isEqualTo(new ServiceId.Pending());
        assertThat(world.ports.matches.sent()).hasSize(1);
    }
}
