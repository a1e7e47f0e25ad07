package dev.actionflows.domain.rate;

import java.util.HashMap;
import java.util.Map;

public final class InMemoryRateStore implements RateStore {
    private final Map<RateWindow, Integer> counts = new HashMap<>();
    private int calls;

    @Override
    public synchronized boolean take(RateWindow window, int count, int limit) {
        calls++;
        int after = counts.getOrDefault(window, 0) + count;
        if (after > limit) {
            return false;
        }
        counts.put(window, after);
        return true;
    }

    @Override
    public synchronized void giveBack(RateWindow window) {
        calls++;
        counts.computeIfPresent(window, (_, count) -> Math.max(0, count - 1));
    }

    /** The number of calls, for assertions. */
    public synchronized int calls() {
        return calls;
    }
}
