package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Stores what fans did, how many fans have come how far, and how fans fared in trials. */
public interface FunnelStore {
    /**
     * What these fans did; strongly consistent.
     *
     * @return {@link FanHistory#none} for those who have done nothing; without the fans of whom
     *     there is no record any more, because they were erased
     */
    Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids);

    /** What a fan did for single releases; strongly consistent. */
    List<FanHistory> releasesOf(ProjectId project, FanId fan);

    /**
     * How fans fared in trials; strongly consistent.
     *
     * @return {@link FanTrials#none} for those who are part of none
     */
    Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids);

    /** How a fan fared in all trials that are stored; strongly consistent. */
    List<FanTrials> trialsOf(ProjectId project, FanId fan);

    /**
     * Stores histories and trials, and what they change in the funnels and figures: all or nothing.
     *
     * @param writer spreads the writes of many to the same funnel: those of the same writer follow
     *     each other
     * @return false if one of the histories or trials has changed since it was read
     */
    boolean write(FunnelUpdate update, String writer);

    /** How many fans have reached each stage; without stages that none has reached. */
    Map<FunnelStage, Long> stages(FunnelScope scope);
}
