package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.ProjectId;

import java.time.YearMonth;
import java.util.Optional;

/**
 * A part of one of a project's credit limits. After a change of the limit it is another threshold,
 * so that there are alerts about the new limit too.
 *
 * @param month of a monthly limit; empty for all credits that the project got
 * @param limit in credits
 */
public record CreditThreshold(
        ProjectId project, Optional<YearMonth> month, long limit, int percent) {
    public static final int NEARLY_USED = 80;
    public static final int ALL_USED = 100;

    /** Exact for all limits. */
    boolean isReachedBy(long used) {
        return used * ALL_USED >= limit * percent;
    }
}
