package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** Reads all runs of a flow, shard by shard, for jobs. */
public interface FlowRunReader {
    /** The number of shards of each flow. Every run is in exactly one of them. */
    int shards();

    /**
     * Reads runs of one shard, oldest first. A run's place never changes, so a page that is read
     * again from the same cursor begins with the same runs. The list is eventually consistent, the
     * runs in it are read strongly consistently.
     */
    Page<FoundRun> read(FlowShard shard, Optional<String> cursor, int limit);

    /**
     * The runs of one shard of a flow that started in a period.
     *
     * @param shard from 0
     * @param from the first start time
     * @param until the last start time
     */
    record FlowShard(ProjectId project, FlowId flow, int shard, Instant from, Instant until) {}

    /** A run in the list. */
    sealed interface FoundRun {
        RunKey key();

        record Decoded(Run run) implements FoundRun {
            @Override
            public RunKey key() {
                return run.key();
            }
        }

        /** The stored run cannot be decoded. */
        record Unreadable(RunKey key, RuntimeException failure) implements FoundRun {}
    }
}
