package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Instant;
import java.util.Optional;

/**
 * Index of all unfinished runs by due time. A run stays in it until it ends or is set aside.
 * Eventually consistent; the ledger is authoritative.
 */
public interface DueRunIndex {
    /** The number of shards that spread the load. */
    int shards();

    /**
     * The runs of one shard that are due in a period, earliest first.
     *
     * @param shard from 0 (inclusive) to {@link #shards} (exclusive)
     */
    Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit);

    /** A period of due times; both ends are inclusive. */
    record Period(Instant from, Instant until) {
        /** From the beginning of the index. */
        public static Period until(Instant until) {
            return new Period(Instant.EPOCH, until);
        }
    }

    /** A run and its due time. */
    record DueRun(RunKey run, Instant at) {}
}
