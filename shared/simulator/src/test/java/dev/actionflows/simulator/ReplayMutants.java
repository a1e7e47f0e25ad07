package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in replays of many runs. */
final class ReplayMutants {
    private ReplayMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a replay leaves out the rest of a page that was interrupted",
                        Guarantee.REPLAYED,
                        "Replayer",
                        "? afterRetries(job, progress, progress.plan().get(), Map.of())",
                        "? stored(job, progress.past(progress.plan().get().next(),"
                                + " ReplayCounts.NONE, clock.instant()))"),
                new Mutant(
                        "only the first page of a shard is replayed",
                        Guarantee.REPLAYED,
                        "replay/ShardProgress",
                        "next.isEmpty(),",
                        "revision >= 0,"),
                new Mutant(
                        "a page that was planned counts twice",
                        Guarantee.REPLAYED,
                        "replay/ShardProgress",
                        "cursor, false, counts, Optional.of(page), now);",
                        "cursor, false, counts.plus(page.counts()), Optional.of(page), now);"),
                new Mutant(
                        "a message that was accepted is replayed",
                        Guarantee.SENT_ONCE,
                        "ReplaySelection",
                        "&& !step.mayHaveSent()",
                        "&& step.attempts() < 1_000"));
    }
}
