package dev.actionflows.domain.analytics;

import java.util.Map;

/** Observes funnels, for logs and metrics. Methods do not throw. */
@FunctionalInterface
public interface FunnelObserver {
    /**
     * Fans of a project have come further.
     *
     * @param fans how many more have reached each stage; negative where records turned out to be of
     *     one fan
     */
    void reached(FunnelScope project, Map<FunnelStage, Long> fans);
}
