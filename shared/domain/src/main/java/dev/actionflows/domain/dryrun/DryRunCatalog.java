package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;

import java.time.Instant;
import java.util.Optional;

/** Reads the real releases, artists and segments, and notes what would be stored. */
final class DryRunCatalog implements Catalog {
    private final Catalog real;
    private final DryRunState stage;

    DryRunCatalog(Catalog real, DryRunState stage) {
        this.real = real;
        this.stage = stage;
    }

    @Override
    public Optional<Release> findRelease(ProjectId project, ReleaseId id) {
        return real.findRelease(project, id);
    }

    @Override
    public Optional<Artist> findArtist(ProjectId project, ArtistId id) {
        return real.findArtist(project, id);
    }

    @Override
    public Optional<Segment> findSegment(ProjectId project, SegmentId id) {
        return real.findSegment(project, id);
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        stage.note(new PlannedEffect.PreSave(release));
    }

    @Override
    public void addMember(ProjectId project, SegmentId segment, FanId fan, Instant at) {
        stage.note(new PlannedEffect.Membership(segment));
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        throw written();
    }

    @Override
    public boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return real.isMember(project, segment, fan);
    }

    @Override
    public Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return real.members(project, segment, cursor, limit);
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return real.nextSaves(project, artist, cursor, limit);
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        return real.nextSavesBetween(project, artist, cursor, next, limit);
    }

    @Override
    public void create(ProjectId project, Release release) {
        throw written();
    }

    @Override
    public void create(ProjectId project, Artist artist) {
        throw written();
    }

    @Override
    public void create(ProjectId project, Segment segment) {
        throw written();
    }

    private static UnsupportedOperationException written() {
        return new UnsupportedOperationException("no step does this");
    }
}
