package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the real segments and pre-saves, and records what would be stored. */
final class DryRunMembership implements SegmentMemberStore, PreSaveStore {
    private final SegmentMemberStore members;
    private final PreSaveStore preSaves;
    private final DryRunState state;
    private final Set<SegmentId> joined = new HashSet<>();

    DryRunMembership(SegmentMemberStore members, PreSaveStore preSaves, DryRunState state) {
        this.members = members;
        this.preSaves = preSaves;
        this.state = state;
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        state.note(new PlannedEffect.PreSave(release));
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        state.note(new PlannedEffect.NextSave(artist));
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        return preSaves.nextSaves(project, artist, cursor, limit);
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        return preSaves.nextSavesBetween(project, artist, cursor, next, limit);
    }

    @Override
    public boolean addMember(ProjectId project, SegmentId segment, FanId fan, Instant at) {
        state.note(new PlannedEffect.Membership(segment));
        return joined.add(segment) && !members.isMember(project, segment, fan);
    }

    @Override
    public void removeMember(ProjectId project, SegmentId segment, FanId fan) {
        // no step removes a member: nothing is stored
        joined.remove(segment);
    }

    @Override
    public boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return joined.contains(segment) || members.isMember(project, segment, fan);
    }

    @Override
    public Optional<Instant> memberSince(ProjectId project, SegmentId segment, FanId fan) {
        return members.memberSince(project, segment, fan);
    }

    @Override
    public Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return members.members(project, segment, cursor, limit);
    }

    @Override
    public Count count(ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        return members.count(project, segment, cursor, limit);
    }
}
