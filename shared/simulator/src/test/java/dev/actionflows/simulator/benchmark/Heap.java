package dev.actionflows.simulator.benchmark;

/** The memory of this process. */
public final class Heap {
    /**
     * The serial collector leaves a few percent of dead objects where they are, except in every
     * fourth collection. Source: HotSpot's flag MarkSweepAlwaysCompactCount.
     */
    private static final int COLLECTIONS = 4;

    private Heap() {}

    /** Bytes in use. Other threads may allocate some after a collection, but hardly after each. */
    public static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
