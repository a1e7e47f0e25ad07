package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Instant;
import java.util.Optional;

/**
 * Every unfinished run, by its due time: the one list that no run falls off before it has ended. It
 * may be a moment behind the ledger, which has the last word.
 */
public interface DueRunIndex {
    /** Into how many parts the list is divided, so that no part gets too busy. */
    int shards();

    /**
     * The runs of one part that are due in a period, the earliest first.
     *
     * @param shard from 0 up to, but not including, {@link #shards}
     */
    Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit);

    /** When runs are due; both ends belong to it. */
    record Period(Instant from, Instant until) {
        /** From the beginning of the list. */
        public static Period until(Instant until) {
            return new Period(Instant.EPOCH, until);
        }
    }

    /** One run and its due time. */
    record DueRun(RunKey run, Instant at) {}
}
