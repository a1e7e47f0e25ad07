package dev.actionflows.domain.rate;

/** Stores the counters of rate limits. */
public interface RateStore {
    /**
     * Adds to the counter, all or nothing, unless the limit would be exceeded. A retry after a lost
     * response may count twice.
     *
     * @return whether the events were counted
     */
    boolean take(RateWindow window, int count, int limit);

    /**
     * Subtracts one event that did not happen. A retry after a lost response may subtract two, but
     * the counter never becomes negative.
     */
    void giveBack(RateWindow window);
}
