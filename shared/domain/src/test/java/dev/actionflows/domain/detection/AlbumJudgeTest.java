package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AlbumJudgeTest {
    private static final Optional<Upc> UPC = Upc.parse("602445868162");
    private static final Optional<Upc> OTHER_UPC = Upc.parse("4006381333931");
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    private static ListedAlbum album(String title, AlbumKind kind, String date, Optional<Upc> upc) {
        return new ListedAlbum(
                "1440857781",
                title,
                "Night Harbour",
                kind,
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                upc);
    }

    private static ListedAlbum album(String title, String date) {
        return album(title, AlbumKind.ALBUM, date, Optional.empty());
    }

    private static KnownAlbum known(
            StreamingProvider provider, String title, AlbumKind kind, String date) {
        return new KnownAlbum(
                provider,
                new AlbumTitle(title).work(),
                kind,
                LocalDate.parse(date),
                UPC,
                Optional.of(RELEASE));
    }

    private static boolean isEdition(ListedAlbum album, KnownAlbum... known) {
        return AlbumJudge.editionOf(StreamingProvider.SPOTIFY, album, List.of(known)).isPresent();
    }

    private static final KnownAlbum ALBUM =
            known(StreamingProvider.SPOTIFY, "Low Tide", AlbumKind.ALBUM, "2026-01-16");

    private static final KnownAlbum AT_APPLE =
            known(StreamingProvider.APPLE_MUSIC, "Low Tide", AlbumKind.ALBUM, "2026-01-16");

    @Test
    void a_common_upc_decides() {
        assertThat(isEdition(album("Ebbe", AlbumKind.SINGLE, "2029-01-01", UPC), ALBUM)).isTrue();
        assertThat(isEdition(album("Ebbe", AlbumKind.ALBUM, "2026-01-16", OTHER_UPC), ALBUM))
                .isFalse();
    }

    @Test
    void a_single_is_not_the_album_of_the_same_title() {
        assertThat(isEdition(album("Low Tide", AlbumKind.SINGLE, "2026-01-16", OTHER_UPC), ALBUM))
                .isFalse();
    }

    @Test
    void services_may_disagree_on_what_a_single_is_if_the_days_agree() {
        assertThat(
                        isEdition(
                                album("Low Tide", AlbumKind.SINGLE, "2026-01-19", Optional.empty()),
                                AT_APPLE))
                .isTrue();
        assertThat(
                        isEdition(
                                album("Low Tide", AlbumKind.SINGLE, "2026-01-12", Optional.empty()),
                                AT_APPLE))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Low Tide (Deluxe), 2036-01-16, true",
        "Low Tide (Deluxe), 2026-01-16, true",
        "Low Tide (Deluxe), 2026-01-01, false",
        "Low Tide, 2026-01-19, true",
        "Low Tide, 2026-01-20, false",
        "Low Tide, 2026-01-12, false"
    })
    void an_edition_with_a_code_of_its_own_says_so_or_comes_within_days(
            String title, String date, boolean isEdition) {
        assertThat(isEdition(album(title, AlbumKind.ALBUM, date, OTHER_UPC), ALBUM))
                .isEqualTo(isEdition);
    }

    /** An old album of the same name is another one, whichever was seen first. */
    @ParameterizedTest
    @CsvSource({"2027-01-15, true", "2027-01-16, false", "2025-01-17, true", "1994-05-10, false"})
    void without_codes_the_same_title_within_a_year_is_an_edition(String date, boolean isEdition) {
        assertThat(isEdition(album("Low Tide", date), ALBUM)).isEqualTo(isEdition);
    }

    @Test
    void the_code_of_an_album_of_the_same_title_is_read_if_it_decides() {
        KnownAlbum without = ALBUM.with(Optional.empty());
        Map<String, KnownAlbum> known = Map.of("one", without, "other", AT_APPLE);
        StreamingProvider at = StreamingProvider.SPOTIFY;

        assertThat(
                        AlbumJudge.toBeIdentified(
                                at, album("Low Tide", AlbumKind.ALBUM, "2028-01-16", UPC), known))
                .containsExactly("one");
        assertThat(AlbumJudge.toBeIdentified(at, album("Low Tide", "2028-01-16"), known))
                .as("nothing to compare it with")
                .isEmpty();
        assertThat(
                        AlbumJudge.toBeIdentified(
                                at, album("Low Tide", AlbumKind.ALBUM, "2026-01-17", UPC), known))
                .as("an edition anyway")
                .isEmpty();
        assertThat(
                        AlbumJudge.toBeIdentified(
                                at, album("Low Tide", AlbumKind.SINGLE, "2028-01-16", UPC), known))
                .isEmpty();
    }

    @Test
    void an_edition_is_not_the_same_unless_code_or_day_agree() {
        assertThat(AlbumJudge.isSame(ALBUM, album("Low Tide (Deluxe)", "2026-06-01"))).isFalse();
        assertThat(AlbumJudge.isSame(ALBUM, album("Low Tide", "2026-01-19"))).isTrue();
        assertThat(AlbumJudge.isSame(ALBUM, album("X", AlbumKind.ALBUM, "2030-01-01", UPC)))
                .isTrue();
    }

    @Test
    void an_album_of_a_release_is_preferred() {
        KnownAlbum old =
                new KnownAlbum(
                        StreamingProvider.SPOTIFY,
                        ALBUM.work(),
                        AlbumKind.ALBUM,
                        LocalDate.parse("2026-01-10"),
                        Optional.empty(),
                        Optional.empty());

        assertThat(
                        AlbumJudge.editionOf(
                                StreamingProvider.SPOTIFY,
                                album("Low Tide (Deluxe)", "2026-03-01"),
                                List.of(old, ALBUM)))
                .contains(ALBUM);
    }

    @Test
    void the_plain_title_of_a_day_names_the_release() {
        ListedAlbum deluxe = album("Low Tide (Deluxe)", "2026-01-16");
        ListedAlbum plain = album("Low Tide", "2026-01-16");
        ListedAlbum before = album("Low Tide, Pt. 2", "2026-01-09");

        assertThat(AlbumJudge.inOrder(List.of(deluxe, plain, before)))
                .containsExactly(before, plain, deluxe);
    }

    @Test
    void new_is_what_came_out_since_the_opt_in_and_in_the_last_month() {
        Instant since = Instant.parse("2026-11-02T23:59:00Z");

        assertThat(AlbumJudge.newFrom(since, since)).isEqualTo("2026-11-02");
        assertThat(AlbumJudge.newFrom(since, Instant.parse("2026-12-31T12:00:00Z")))
                .as("a service may list it late")
                .isEqualTo("2026-12-01");
    }
}
