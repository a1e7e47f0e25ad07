package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The contract of {@link Catalog} implementations. */
public abstract class CatalogContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final PreSaveStore preSaves;
    private final SegmentMemberStore members;
    private final ProjectId project = Samples.projectId();

    protected CatalogContract(Stores stores) {
        this.catalog = stores.catalog();
        this.writer = stores.catalogWriter();
        this.preSaves = stores.preSaves();
        this.members = stores.segmentMembers();
    }

    protected final Catalog catalog() {
        return catalog;
    }

    /** When the fan's pre-save was registered; the port itself does not need to read it. */
    protected abstract Optional<Instant> preSavedAt(
            ProjectId project, ReleaseId release, FanId fan);

    /** Like {@link #preSavedAt}, for all releases of an artist. */
    protected abstract Optional<Instant> nextSavedAt(ProjectId project, ArtistId artist, FanId fan);

    @Test
    void a_release_is_found_as_it_was_stored() {
        Release release = Samples.release();
        Release bare =
                new Release(
                        Samples.release().id(),
                        "Untitled",
                        "Night Harbour",
                        release.releaseDate(),
                        new ProviderIds(Map.of()),
                        NOW);
        writer.create(project, release);
        writer.create(project, bare);

        assertThat(catalog.findRelease(project, release.id())).contains(release);
        assertThat(catalog.findRelease(project, bare.id())).contains(bare);
        assertThat(catalog.findRelease(Samples.projectId(), release.id())).isEmpty();
    }

    @Test
    void each_kind_of_date_and_a_cancellation_are_found_as_they_were_stored() {
        for (String text : List.of("2026-12-04", "2026-12", "2026")) {
            for (String zone : List.of("UTC", "Pacific/Auckland")) {
                Release release =
                        new Release(
                                Samples.release().id(),
                                "Untitled",
                                "Night Harbour",
                                ReleaseDate.parse(text, ZoneId.of(zone)).orElseThrow(),
                                new ProviderIds(Map.of()),
                                NOW);
                writer.create(project, release);
                Release cancelled = release.cancelled(LATER);

                assertThat(catalog.findRelease(project, release.id())).contains(release);
                assertThat(writer.replace(project, cancelled, 0)).isTrue();
                assertThat(catalog.findRelease(project, release.id())).contains(cancelled);
            }
        }
    }

    @Test
    void of_two_changes_of_one_release_the_second_has_to_look_again() {
        Release release = Samples.release();
        writer.create(project, release);
        long revision = release.serviceIds().revision();
        Release moved =
                release.movedTo(
                        ReleaseDate.parse("2027-01", ReleaseDate.DEFAULT_ZONE).orElseThrow());

        assertThat(writer.replace(project, moved, revision)).isTrue();
        assertThat(writer.replace(project, release.cancelled(LATER), revision)).isFalse();
        assertThat(catalog.findRelease(project, release.id())).contains(moved);
    }

    /** Each state that an id can have, at both services. */
    private static Stream<ServiceIds> states() {
        ServiceId given = new ServiceId.Given("spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
        return Stream.of(
                        new ServiceId.Matched("1440857781"),
                        new ServiceId.Pending(),
                        new ServiceId.NotFound(ServiceId.NotFoundReason.ISRC_NOT_IN_CATALOG),
                        new ServiceId.NotFound(
                                ServiceId.NotFoundReason.UPC_NOT_IN_CATALOG,
                                List.of(new ServiceId.Candidate("1", "Low Tide", "Nova"))),
                        new ServiceId.Ambiguous(
                                List.of(
                                        new ServiceId.Candidate("1", "Low Tide", "Nova"),
                                        new ServiceId.Candidate("2", "Low Tide (Deluxe)", ""))),
                        new ServiceId.NoAccess(ServiceId.NoAccessReason.NO_APP),
                        new ServiceId.Absent(),
                        given)
                .map(
                        state ->
                                new ServiceIds(
                                        Map.of(
                                                StreamingProvider.SPOTIFY, given,
                                                StreamingProvider.APPLE_MUSIC, state),
                                        state instanceof ServiceId.Pending
                                                ? Optional.of(new ServiceIds.Search(NOW, LATER))
                                                : Optional.empty(),
                                        7));
    }

    @ParameterizedTest
    @MethodSource("states")
    void ids_are_found_in_the_state_in_which_they_were_stored(ServiceIds ids) {
        Release release =
                Samples.release()
                        .stated(
                                new Release.Statement(
                                        Optional.empty(),
                                        Isrc.parse("USRC17607839"),
                                        new ServiceIds.Statement(ids.given(), Set.of())),
                                NOW)
                        .searched(Upc.parse("602445868162"), ids);
        Artist artist = new Artist(new ArtistId("art_0123456789abcdef"), "Nova", ids, NOW);
        writer.create(project, release);
        writer.create(project, artist);

        assertThat(catalog.findRelease(project, release.id())).contains(release);
        assertThat(catalog.findArtist(project, artist.id())).contains(artist);
        assertThat(catalog.artists(project)).containsExactly(artist);
        assertThat(catalog.artists(Samples.projectId())).isEmpty();
    }

    @Test
    void a_change_is_stored_if_the_revision_is_as_it_was_read() {
        Release release = Samples.release();
        Artist artist =
                new Artist(
                        new ArtistId("art_0123456789abcdef"), "Nova", release.providerIds(), NOW);
        writer.create(project, release);
        writer.create(project, artist);
        Release searching = release.searchedAgain(NOW);
        Artist searchingArtist = artist.searchedAgain(NOW);

        assertThat(writer.replace(project, searching, 1)).isFalse();
        assertThat(writer.replace(project, searchingArtist, 1)).isFalse();
        assertThat(catalog.findRelease(project, release.id())).contains(release);
        assertThat(catalog.findArtist(project, artist.id())).contains(artist);

        assertThat(writer.replace(project, searching, 0)).isTrue();
        assertThat(writer.replace(project, searchingArtist, 0)).isTrue();
        assertThat(writer.replace(project, searching, 0)).as("the same, again").isTrue();
        assertThat(catalog.findRelease(project, release.id())).contains(searching);
        assertThat(catalog.findArtist(project, artist.id())).contains(searchingArtist);

        assertThat(writer.replace(project, searching.searchedAgain(LATER), 0)).isFalse();
        assertThat(writer.replace(project, searching.searchedAgain(LATER), 1)).isTrue();
    }

    @Test
    void a_creation_that_arrives_again_does_not_replace_what_was_changed_meanwhile() {
        Release release = Samples.release();
        Artist artist =
                new Artist(
                        new ArtistId("art_0123456789abcdef"), "Nova", release.providerIds(), NOW);
        writer.create(project, release);
        writer.create(project, release);
        writer.create(project, artist);
        writer.create(project, artist);
        Release changed = release.searchedAgain(NOW);
        Artist changedArtist = artist.searchedAgain(NOW);
        assertThat(writer.replace(project, changed, 0)).isTrue();
        assertThat(writer.replace(project, changedArtist, 0)).isTrue();

        assertThatIllegalStateException().isThrownBy(() -> writer.create(project, release));
        assertThatIllegalStateException().isThrownBy(() -> writer.create(project, artist));

        assertThat(catalog.findRelease(project, release.id())).contains(changed);
        assertThat(catalog.findArtist(project, artist.id())).contains(changedArtist);
    }

    @Test
    void what_does_not_exist_is_not_changed() {
        assertThat(writer.replace(project, Samples.release().searchedAgain(NOW), 0)).isFalse();
        assertThat(writer.replace(project, Samples.release().searchedAgain(NOW), 1)).isFalse();
    }

    @Test
    void a_segment_is_found_as_it_was_stored() {
        Segment segment = Samples.segment();
        writer.create(project, segment);

        assertThat(catalog.findSegment(project, segment.id())).contains(segment);
        assertThat(catalog.findSegment(Samples.projectId(), segment.id())).isEmpty();
    }

    @Test
    void releases_are_listed_once_each_with_any_page_size() {
        List<Release> added = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Release release = Samples.release();
            writer.create(project, release);
            added.add(release);
        }
        writer.create(project, Samples.segment());
        writer.create(Samples.projectId(), Samples.release());

        for (int limit : List.of(1, 3, 7, 100)) {
            assertThat(Cursors.readAll(cursor -> catalog.releases(project, cursor, limit), limit))
                    .containsExactlyInAnyOrderElementsOf(added);
        }
        Cursors.assertGarbageIsRejected(cursor -> catalog.releases(project, cursor, 5));
    }

    @Test
    void artists_are_listed_once_each_with_any_page_size() {
        List<Artist> added = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Artist artist = Samples.artist();
            writer.create(project, artist);
            added.add(artist);
        }
        writer.create(project, Samples.release());
        writer.create(Samples.projectId(), Samples.artist());

        for (int limit : List.of(1, 3, 7, 100)) {
            assertThat(Cursors.readAll(cursor -> catalog.artists(project, cursor, limit), limit))
                    .containsExactlyInAnyOrderElementsOf(added);
        }
        Cursors.assertGarbageIsRejected(cursor -> catalog.artists(project, cursor, 5));
    }

    @Test
    void segments_are_listed_once_each_with_any_page_size() {
        List<Segment> added = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Segment segment = Samples.segment();
            writer.create(project, segment);
            added.add(segment);
        }
        writer.create(project, Samples.release());
        writer.create(Samples.projectId(), Samples.segment());

        for (int limit : List.of(1, 3, 7, 100)) {
            assertThat(Cursors.readAll(cursor -> catalog.segments(project, cursor, limit), limit))
                    .containsExactlyInAnyOrderElementsOf(added);
        }
        Cursors.assertGarbageIsRejected(cursor -> catalog.segments(project, cursor, 5));
    }

    @Test
    void the_time_of_the_first_pre_save_is_kept() {
        ReleaseId release = Samples.release().id();
        FanId fan = Samples.fanId();

        preSaves.registerPreSave(project, release, fan, NOW);
        preSaves.registerPreSave(project, release, fan, LATER);

        assertThat(preSavedAt(project, release, fan)).contains(NOW);
        assertThat(preSavedAt(project, release, Samples.fanId())).isEmpty();
        assertThat(preSavedAt(Samples.projectId(), release, fan)).isEmpty();
    }

    @Test
    void the_time_of_the_first_next_save_is_kept() {
        ArtistId artist = new ArtistId("art_0123456789abcdef");
        FanId fan = Samples.fanId();

        preSaves.registerNextSave(project, artist, fan, NOW);
        preSaves.registerNextSave(project, artist, fan, LATER);

        assertThat(nextSavedAt(project, artist, fan)).contains(NOW);
        assertThat(nextSavedAt(project, artist, Samples.fanId())).isEmpty();
        assertThat(nextSavedAt(Samples.projectId(), artist, fan)).isEmpty();
    }

    @Test
    void the_time_when_a_member_was_first_added_is_kept() {
        SegmentId segment = Samples.segment().id();
        FanId fan = Samples.fanId();

        assertThat(members.addMember(project, segment, fan, NOW)).isTrue();
        assertThat(members.addMember(project, segment, fan, LATER)).isFalse();

        assertThat(members.members(project, segment, Optional.empty(), 5).items())
                .containsExactly(new Member(fan, NOW));
    }

    @Test
    void members_are_listed_once_each_with_any_page_size() {
        SegmentId segment = Samples.segment().id();
        List<Member> added = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Member member = new Member(Samples.fanId(), NOW.plusMillis(i));
            members.addMember(project, segment, member.fan(), member.since());
            added.add(member);
        }
        members.addMember(project, Samples.segment().id(), Samples.fanId(), NOW);
        members.addMember(Samples.projectId(), segment, Samples.fanId(), NOW);

        for (int limit : List.of(1, 4, 24, 25, 100)) {
            assertThat(
                            Cursors.readAll(
                                    cursor -> members.members(project, segment, cursor, limit),
                                    limit))
                    .containsExactlyInAnyOrderElementsOf(added);
        }
    }

    @Test
    void next_saves_are_listed_once_each_with_any_page_size() {
        ArtistId artist = new ArtistId("art_3456789abcdefghj");
        List<Member> registered = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Member member = new Member(Samples.fanId(), NOW.plusMillis(i));
            preSaves.registerNextSave(project, artist, member.fan(), member.since());
            registered.add(member);
        }
        preSaves.registerNextSave(
                project, new ArtistId("art_23456789abcdefgh"), Samples.fanId(), NOW);
        preSaves.registerNextSave(Samples.projectId(), artist, Samples.fanId(), NOW);

        for (int limit : List.of(1, 4, 24, 25, 100)) {
            assertThat(
                            Cursors.readAll(
                                    cursor -> preSaves.nextSaves(project, artist, cursor, limit),
                                    limit))
                    .containsExactlyInAnyOrderElementsOf(registered);
        }
        Cursors.assertGarbageIsRejected(cursor -> preSaves.nextSaves(project, artist, cursor, 5));
    }

    @Test
    void next_saves_between_two_cursors_are_listed() {
        ArtistId artist = new ArtistId("art_3456789abcdefghj");
        for (int i = 0; i < 12; i++) {
            preSaves.registerNextSave(project, artist, Samples.fanId(), NOW);
        }
        List<Member> all = preSaves.nextSaves(project, artist, Optional.empty(), 50).items();
        String third = nextAfter(artist, 3);
        String tenth = nextAfter(artist, 10);

        Page<Member> first = preSaves.nextSavesBetween(project, artist, third, tenth, 5);
        Page<Member> second =
                preSaves.nextSavesBetween(project, artist, first.next().orElseThrow(), tenth, 5);

        assertThat(first.items()).isEqualTo(all.subList(3, 8));
        assertThat(second).isEqualTo(new Page<>(all.subList(8, 10), Optional.empty()));
        assertThat(preSaves.nextSavesBetween(project, artist, tenth, third, 5).items()).isEmpty();
    }

    private String nextAfter(ArtistId artist, int count) {
        return preSaves.nextSaves(project, artist, Optional.empty(), count).next().orElseThrow();
    }

    @Test
    void a_segment_without_members_has_an_empty_list() {
        assertThat(members.members(project, Samples.segment().id(), Optional.empty(), 5).items())
                .isEmpty();
    }

    @Test
    void a_cursor_not_issued_by_the_list_is_rejected() {
        Cursors.assertGarbageIsRejected(
                cursor -> members.members(project, Samples.segment().id(), cursor, 5));
    }

    @Test
    void membership_can_be_looked_up() {
        SegmentId segment = Samples.segment().id();
        FanId fan = Samples.fanId();
        assertThat(members.isMember(project, segment, fan)).isFalse();
        assertThat(members.memberSince(project, segment, fan)).isEmpty();

        members.addMember(project, segment, fan, NOW);
        members.addMember(project, segment, fan, LATER);

        assertThat(members.isMember(project, segment, fan)).isTrue();
        assertThat(members.memberSince(project, segment, fan)).contains(NOW);
        assertThat(members.isMember(project, segment, Samples.fanId())).isFalse();
    }

    @Test
    void a_removed_member_is_none_and_can_be_added_again() {
        SegmentId segment = Samples.segment().id();
        FanId fan = Samples.fanId();
        FanId other = Samples.fanId();
        members.addMember(project, segment, fan, NOW);
        members.addMember(project, segment, other, NOW);

        members.removeMember(project, segment, fan);
        members.removeMember(project, segment, fan);

        assertThat(members.isMember(project, segment, fan)).isFalse();
        assertThat(members.isMember(project, segment, other)).isTrue();
        assertThat(members.addMember(project, segment, fan, LATER)).isTrue();
    }

    @Test
    void members_are_counted_in_parts_of_any_size() {
        SegmentId segment = Samples.segment().id();
        for (int i = 0; i < 25; i++) {
            members.addMember(project, segment, Samples.fanId(), NOW);
        }
        members.addMember(project, Samples.segment().id(), Samples.fanId(), NOW);
        members.addMember(Samples.projectId(), segment, Samples.fanId(), NOW);

        for (int limit : List.of(1, 4, 24, 25, 100)) {
            assertThat(counted(segment, limit)).isEqualTo(25);
        }
        assertThat(counted(Samples.segment().id(), 5)).isZero();
        Cursors.assertGarbageIsRejected(
                cursor -> {
                    members.count(project, segment, cursor, 5);
                    return new Page<>(List.of(), Optional.empty());
                });
    }

    private long counted(SegmentId segment, int limit) {
        long counted = 0;
        Optional<String> cursor = Optional.empty();
        do {
            SegmentMemberStore.Count part = members.count(project, segment, cursor, limit);
            assertThat(part.entries()).isLessThanOrEqualTo(limit);
            counted += part.entries();
            cursor = part.next();
        } while (cursor.isPresent());
        return counted;
    }
}
