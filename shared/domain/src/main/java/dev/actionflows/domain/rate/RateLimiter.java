package dev.actionflows.domain.rate;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Stops what happens too often. */
public final class RateLimiter {
    /** How many are counted ahead at most: a hot counter is written once for so many. */
    private static final int BLOCK = 20;

    /** More than one process sees at once. */
    private static final int MAX_KEPT = 1000;

    private final RateStore rates;
    private final RateLimits limits;
    private final RateObserver observer;
    private final InstantSource clock;
    private final Map<RateWindow, Lease> leases = new HashMap<>();

    public RateLimiter(
            RateStore rates, RateLimits limits, RateObserver observer, InstantSource clock) {
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
     * ahead. What is left of a block when its period ends is lost; but blocks shrink as the limit
     * comes near, so that nobody is refused before three quarters of it were let through, however
     * many processes count, and never more than the limit is.
     *
     * @throws ProblemException RATE_LIMITED; none of them was counted
     */
    public synchronized void countOfProject(ProjectId project, Rate rate, int count) {
        Instant now = clock.instant();
        RateWindow window = RateWindow.at(now, project, rate, RateWindow.WHOLE_PROJECT);
        forgetEnded(now);
        Lease lease = leases.computeIfAbsent(window, _ -> new Lease());
        if (!lease.covers(count) && !lease.extend(window, count)) {
            throw refused(window, now);
        }
        lease.use(count);
    }

    private void forgetEnded(Instant now) {
        if (leases.size() >= MAX_KEPT) {
            leases.keySet().removeIf(window -> !window.end().isAfter(now));
        }
    }

    /**
     * How much may be counted ahead, by how much of the limit has been counted by all. Others may
     * need what one process counts ahead and never uses; that is at most the first eighth, and a
     * fifth of what follows it up to three quarters.
     */
    private enum Stage {
        /** Whole blocks: most projects never leave it. */
        FAR(1, 8),
        /** A quarter of what this process has used, which tells how much more it may need. */
        NEARER(3, 4),
        /** What is asked for and no more. */
        NEAR(1, 1);

        private final int numerator;
        private final int denominator;

        Stage(int numerator, int denominator) {
            this.numerator = numerator;
            this.denominator = denominator;
        }

        int until(int limit) {
            return (int) ((long) limit * numerator / denominator);
        }

        int block(int missing, int used) {
            return switch (this) {
                case FAR -> Math.max(missing, BLOCK);
                case NEARER -> Math.max(missing, Math.min(BLOCK, used / 4));
                case NEAR -> missing;
            };
        }
    }

    /**
     * What this process has counted in one window. A counter of a whole project only grows, so what
     * was refused once is refused until the window ends, and is not asked for again.
     */
    private final class Lease {
        private Stage stage = Stage.FAR;
        private int ahead;
        private int used;
        private int refused = Integer.MAX_VALUE;

        boolean covers(int count) {
            return ahead >= count;
        }

        void use(int count) {
            ahead -= count;
            used += count;
        }

        /**
         * Counts what is missing, and some ahead.
         *
         * @return false when that would be more than the limit
         */
        boolean extend(RateWindow window, int count) {
            int missing = count - ahead;
            while (missing < refused) {
                int block = stage.block(missing, used);
                if (rates.take(window, block, stage.until(limits.of(window.rate())))) {
                    ahead += block;
                    return true;
                }
                switch (stage) {
                    case FAR -> stage = Stage.NEARER;
                    case NEARER -> stage = Stage.NEAR;
                    case NEAR -> refused = missing;
                }
            }
            return false;
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
