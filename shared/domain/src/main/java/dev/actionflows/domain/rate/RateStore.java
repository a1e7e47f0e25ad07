package dev.actionflows.domain.rate;

/** Counts what happens. */
public interface RateStore {
    /**
     * Counts so many, all or none of them, unless there would be more than the limit. A call that
     * is repeated because its answer was lost may be counted twice.
     *
     * @return whether they were counted
     */
    boolean take(RateWindow window, int count, int limit);

    /**
     * Takes back one that was counted, since nothing came of it. A call that is repeated because
     * its answer was lost may take back two, but never more than there are.
     */
    void giveBack(RateWindow window);
}
