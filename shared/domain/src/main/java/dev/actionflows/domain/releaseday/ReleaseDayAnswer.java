package dev.actionflows.domain.releaseday;

import java.time.Duration;

/** What {@code statemachines/release-day.asl.json} does next with a shard. */
public sealed interface ReleaseDayAnswer {
    /** There is more to do now. */
    record More() implements ReleaseDayAnswer {}

    /** There is more to do after this time. */
    record After(Duration delay) implements ReleaseDayAnswer {}

    /** There is nothing to do any more. */
    record Done() implements ReleaseDayAnswer {}
}
