package dev.actionflows.domain.rate;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Stops what happens too often. */
public final class RateLimiter {
    /**
     * How many are counted ahead, where very many are: a hot counter is written once for so many.
     */
    private static final int BLOCK = 20;

    /** More than one process sees at once. */
    private static final int MAX_KEPT = 1000;

    private final Rates rates;
    private final RateLimits limits;
    private final RateObserver observer;
    private final InstantSource clock;
    private final Map<RateWindow, Integer> counted = new HashMap<>();

    public RateLimiter(Rates rates, RateLimits limits, RateObserver observer, InstantSource clock) {
        this.rates = rates;
        this.limits = limits;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Counts one.
     *
     * @param subject see {@link RateWindow}
     * @return where it was counted, see {@link #giveBack}
     * @throws ProblemException RATE_LIMITED
     */
    public RateWindow count(ProjectId project, Rate rate, String subject) {
        Instant now = clock.instant();
        RateWindow window = RateWindow.at(now, project, rate, subject);
        if (!rates.take(window, 1, limits.of(rate))) {
            throw refused(window, now);
        }
        return window;
    }

    /** Counts one less: what was counted there did not happen. */
    public void giveBack(RateWindow window) {
        rates.giveBack(window);
    }

    /**
     * Counts some of a rate that is of the whole project, from blocks that this process has counted
     * ahead. What is left of a block when its period ends is lost, so that a little less than the
     * limit may be let through.
     *
     * @throws ProblemException RATE_LIMITED; none of them was counted
     */
    public synchronized void countOfProject(ProjectId project, Rate rate, int count) {
        Instant now = clock.instant();
        RateWindow window = RateWindow.at(now, project, rate, RateWindow.WHOLE_PROJECT);
        int ahead = counted.getOrDefault(window, 0);
        if (ahead < count) {
            ahead += more(window, count - ahead, now);
        }
        forgetEnded(now);
        counted.put(window, ahead - count);
    }

    private int more(RateWindow window, int least, Instant now) {
        int limit = limits.of(window.rate());
        int block = Math.max(least, BLOCK);
        if (rates.take(window, block, limit)) {
            return block;
        }
        if (block > least && rates.take(window, least, limit)) {
            return least;
        }
        throw refused(window, now);
    }

    private void forgetEnded(Instant now) {
        if (counted.size() >= MAX_KEPT) {
            counted.keySet().removeIf(window -> !window.end().isAfter(now));
        }
    }

    private ProblemException refused(RateWindow window, Instant now) {
        observer.rateExceeded(window.project(), window.rate());
        return ProblemException.rateLimited(
                "too often: at most %d in %s (%s)"
                        .formatted(
                                limits.of(window.rate()),
                                window.rate().period(),
                                window.rate().wireName()),
                window.left(now));
    }
}
