package dev.actionflows.lambda.queue;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunSweeper.Swept;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Sweeps the due list. */
public final class Sweeps {
    private Sweeps() {}

    /**
     * Sweeps all shards in parallel.
     *
     * @throws IllegalStateException when a shard could not be swept; the others are, and the next
     *     sweep retries it
     */
    public static Swept sweep(RunSweeper sweeper, Deadline deadline) {
        Swept all = Swept.NOTHING;
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Swept>> parts =
                    IntStream.range(0, sweeper.shards())
                            .mapToObj(shard -> threads.submit(() -> sweeper.sweep(shard, deadline)))
                            .toList();
            for (Future<Swept> part : parts) {
                try {
                    all = all.and(part.get());
                } catch (ExecutionException e) {
                    failures.add(e);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("interrupted while sweeping", e);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(
                    failures.size() + " shards of the due list were not swept",
                    failures.getFirst());
        }
        return all;
    }
}
