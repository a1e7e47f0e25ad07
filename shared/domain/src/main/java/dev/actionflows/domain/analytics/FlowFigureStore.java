package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.LocalDate;
import java.util.Map;

/**
 * The figures of flows, as far as they have been counted. They are written together with usage: see
 * {@link dev.actionflows.domain.usage.UsageStore}. All numbers are above zero.
 */
public interface FlowFigureStore {
    /** Of all days, by version. */
    Map<Integer, Map<Figure, Long>> totals(ProjectId project, FlowId flow);

    /**
     * By day and version.
     *
     * @param from the first day
     * @param to the last day, included
     */
    Map<FigureKey, Map<Figure, Long>> days(
            ProjectId project, FlowId flow, LocalDate from, LocalDate to);
}
