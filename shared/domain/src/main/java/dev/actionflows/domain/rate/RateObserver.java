package dev.actionflows.domain.rate;

import dev.actionflows.domain.id.ProjectId;

/** Reports throttled requests to logs and metrics. Must not throw. */
@FunctionalInterface
public interface RateObserver {
    void rateExceeded(ProjectId project, Rate rate);
}
