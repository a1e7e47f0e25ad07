package dev.actionflows.domain.backtest;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The segments in which the fan was at the time of the play, without what the flow really did in
 * the period, and with what the play did.
 */
final class MembersAsOf implements SegmentMemberStore, PreSaveStore {
    private final SegmentMemberStore real;
    private final PageReads reads;
    private final Play play;
    private final Set<SegmentId> joined = new HashSet<>();
    private final Map<Entry, Optional<Instant>> read = new HashMap<>();

    private record Entry(SegmentId segment, FanId fan) {}

    MembersAsOf(PageReads reads, Play play) {
        this.real = reads.ports().segmentMembers();
        this.reads = reads;
        this.play = play;
    }

    @Override
    public boolean isMember(ProjectId project, SegmentId segment, FanId fan) {
        return memberSince(project, segment, fan).isPresent();
    }

    @Override
    public Optional<Instant> memberSince(ProjectId project, SegmentId segment, FanId fan) {
        if (joined.contains(segment)) {
            return Optional.of(play.clock.instant());
        }
        return read.computeIfAbsent(
                        new Entry(segment, fan),
                        entry ->
                                reads.failures()
                                        .read(
                                                () ->
                                                        real.memberSince(
                                                                project,
                                                                entry.segment(),
                                                                entry.fan())))
                .filter(at -> !at.isAfter(play.clock.instant()))
                .filter(at -> play.past.runs().noneMatch(run -> wasAddedBy(run, segment, at)));
    }

    private boolean wasAddedBy(Run run, SegmentId segment, Instant at) {
        return play.plan.replaces(run)
                && IntStream.range(0, run.steps().size())
                        .filter(index -> endedSoonAfter(at, run.step(index)))
                        .anyMatch(index -> addsTo(segment, run, index));
    }

    /** A function takes no longer from when it adds the fan until it records that. */
    private static boolean endedSoonAfter(Instant at, RunStep step) {
        return isDone(step)
                && step.endedAt()
                        .filter(end -> !end.isBefore(at))
                        .filter(end -> !end.minus(Run.STEP_TIMEOUT).isAfter(at))
                        .isPresent();
    }

    /** As the version says by which the run acted. */
    private boolean addsTo(SegmentId segment, Run run, int index) {
        return run.step(index).type() == StepType.ADD_TO_SEGMENT
                && reads.version(run.flowVersion())
                        .flatMap(it -> it.steps().get(index).referredSegment())
                        .filter(segment::equals)
                        .isPresent();
    }

    private static boolean isDone(RunStep step) {
        return step.outcome().filter(StepOutcome.Completed.class::isInstance).isPresent();
    }

    @Override
    public boolean addMember(ProjectId project, SegmentId segment, FanId fan, Instant at) {
        play.note(new PlannedEffect.Membership(segment));
        boolean isNew = !isMember(project, segment, fan);
        joined.add(segment);
        return isNew;
    }

    @Override
    public void removeMember(ProjectId project, SegmentId segment, FanId fan) {
        // no step removes a member
        joined.remove(segment);
    }

    @Override
    public Page<Member> members(
            ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists members");
    }

    @Override
    public Count count(ProjectId project, SegmentId segment, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step counts members");
    }

    @Override
    public void registerPreSave(ProjectId project, ReleaseId release, FanId fan, Instant at) {
        play.note(new PlannedEffect.PreSave(release));
    }

    @Override
    public void registerNextSave(ProjectId project, ArtistId artist, FanId fan, Instant at) {
        play.note(new PlannedEffect.NextSave(artist));
    }

    @Override
    public Page<Member> nextSaves(
            ProjectId project, ArtistId artist, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists next saves");
    }

    @Override
    public Page<Member> nextSavesBetween(
            ProjectId project, ArtistId artist, String cursor, String next, int limit) {
        throw new UnsupportedOperationException("no step lists next saves");
    }
}
