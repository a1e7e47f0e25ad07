package dev.actionflows.domain.project;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;

import java.time.Instant;
import java.util.Optional;

/** A project's releases and segments, who pre-saved and who is a member. */
public interface Catalog {
    void create(ProjectId project, Release release);

    Optional<Release> findRelease(ProjectId project, ReleaseId id);

    void create(ProjectId project, Artist artist);

    Optional<Artist> findArtist(ProjectId project, ArtistId id);

    void create(ProjectId project, Segment segment);

    Optional<Segment> findSegment(ProjectId project, SegmentId id);

    /**
     * Registers the fan's wish for release day. Repeating it changes nothing: the first time is
     * kept.
     */
    void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at);

    /**
     * Registers the fan's wish for all releases of the artist that are still to come. Repeating it
     * changes nothing: the first time is kept.
     */
    void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at);

    /** Makes the fan a member. Repeating it changes nothing: the first time is kept. */
    void addMember(ProjectId project, SegmentId segment, FanId fan, Instant at);

    /** Whether somebody is a member under this very id. */
    boolean isMember(ProjectId project, SegmentId segment, FanId fan);

    /**
     * @param cursor where the previous page ended
     */
    Page<Member> members(ProjectId project, SegmentId segment, Optional<String> cursor, int limit);

    /**
     * Who wants all releases of the artist that are still to come, by the very ids under which that
     * was registered.
     *
     * @param cursor where the previous page ended
     */
    Page<Member> nextSaves(ProjectId project, ArtistId artist, Optional<String> cursor, int limit);

    /** The same, up to where another page begins. */
    Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit);

    /** A fan in a segment, or among those who want an artist's releases. */
    record Member(FanId fan, Instant since) {}
}
