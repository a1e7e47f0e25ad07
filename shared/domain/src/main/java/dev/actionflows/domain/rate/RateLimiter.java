package dev.actionflows.domain.rate;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Enforces rate limits. */
public final class RateLimiter {
    /** Maximum block that is reserved ahead: a hot counter is written once per block. */
    private static final int BLOCK = 20;

    /** More windows than one process uses at the same time. */
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
     * Counts one event.
     *
     * @param subject see {@link RateWindow}
     * @return the window in which it was counted, see {@link #giveBack}
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

    /** Undoes a {@link #count} whose event did not happen. */
    public void giveBack(RateWindow window) {
        rates.giveBack(window);
    }

    /**
     * Counts events against a project-wide limit, from blocks that this process reserves ahead. The
     * unused rest of a block is lost when its period ends. Blocks shrink as the limit approaches,
     * so no caller is rejected before three quarters of the limit are used, regardless of the
     * number of processes, and the limit is never exceeded.
     *
     * @throws ProblemException RATE_LIMITED; none of the events was counted
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
     * How much to reserve ahead, depending on how much of the limit all processes have used.
     * Reserved but unused events are lost to other processes; that is at most the first eighth,
     * plus a fifth of the range from there to three quarters.
     */
    private enum Stage {
        /** Whole blocks: most projects never leave this stage. */
        FAR(1, 8),
        /** A quarter of what this process has used, which predicts how much more it needs. */
        NEARER(3, 4),
        /** Exactly what is requested. */
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
     * What this process has reserved in one window. A project-wide counter only grows, so after a
     * rejection every request is rejected until the window ends, without another read.
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
         * Reserves the missing events, and some ahead.
         *
         * @return false when the limit would be exceeded
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
                "rate limit exceeded: at most %d in %s (%s)"
                        .formatted(
                                limits.of(window.rate()),
                                window.rate().period(),
                                window.rate().wireName()),
                window.left(now));
    }
}
