package dev.actionflows.simulator.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Objects;

/** The memory of this process. */
public final class Heap {
    /**
     * The serial collector leaves a few percent of dead objects where they are, except in every
     * fourth collection. Source: HotSpot's flag MarkSweepAlwaysCompactCount.
     */
    private static final int COLLECTIONS = 4;

    private static final List<MemoryPoolMXBean> POOLS =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();

    private Heap() {}

    /**
     * Bytes that were in use at the end of a collection. Afterwards, each thread that allocates is
     * given a buffer of up to a few megabytes, which counts as used as a whole.
     */
    public static long used() {
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            least = Math.min(least, usedAfterCollection());
        }
        return least;
    }

    private static long usedAfterCollection() {
        return POOLS.stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                // null with a collector that collects nothing
                .mapToLong(usage -> Objects.requireNonNull(usage).getUsed())
                .sum();
    }
}
