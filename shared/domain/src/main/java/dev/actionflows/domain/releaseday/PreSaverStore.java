package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The fans who have pre-saved a release, and what came of it. */
public interface PreSaverStore {
    /** The number of shards over which the fans of a release are spread, numbered from 0. */
    int shards();

    /**
     * A page of a shard, in a fixed order. Strongly consistent.
     *
     * @param after the last fan of the page before; empty at the beginning
     * @return fewer than the limit only at the end of the shard
     */
    List<PreSaver> page(
            ProjectId project, ReleaseId release, int shard, Optional<FanId> after, int limit);

    /**
     * The registrations of these fans, in no particular order. Strongly consistent.
     *
     * @param fans at most 100, as they are registered
     */
    List<PreSaver> findAll(ProjectId project, ReleaseId release, Collection<FanId> fans);

    /**
     * Records a result, once for each job. One of another job is replaced, unless it is that the
     * release is saved. Nothing is recorded for a fan who is not registered any more.
     *
     * @param fan as it is registered
     */
    void record(ReleaseDayKey job, FanId fan, PreSaver.Result result);
}
