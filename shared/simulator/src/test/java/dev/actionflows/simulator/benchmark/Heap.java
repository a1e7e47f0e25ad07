package dev.actionflows.simulator.benchmark;

/** The memory of this process. */
public final class Heap {
    /**
     * The serial collector leaves a few percent of dead objects where they are, except in every
     * fourth collection. Source: HotSpot's flag MarkSweepAlwaysCompactCount.
     */
    private static final int COLLECTIONS = 4;

    private Heap() {}

    /** Bytes in use. */
    public static long used() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
