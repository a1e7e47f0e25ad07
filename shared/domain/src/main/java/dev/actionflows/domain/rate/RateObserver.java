package dev.actionflows.domain.rate;

import dev.actionflows.domain.id.ProjectId;

/** Is told of what was stopped, for logs and metrics. It never throws. */
@FunctionalInterface
public interface RateObserver {
    void rateExceeded(ProjectId project, Rate rate);
}
