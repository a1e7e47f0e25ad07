package dev.actionflows.simulator.benchmark;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.SplittableRandom;

/**
 * Fails some calls of ports, half of them after they took effect: a service is busy, or the process
 * dies.
 *
 * @param failuresPercent how many of a hundred calls fail
 * @param callsPerDeath after how many calls the process dies on average; 0: never
 */
public record Interruptions(int failuresPercent, int callsPerDeath, SplittableRandom random) {
    private static final long SEED = 1;

    public static Interruptions none() {
        return new Interruptions(0, 0, new SplittableRandom(SEED));
    }

    public static Interruptions of(int failuresPercent, int callsPerDeath) {
        return new Interruptions(failuresPercent, callsPerDeath, new SplittableRandom(SEED));
    }

    /** The process has ended; nothing in it can catch this. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What happens to one call. */
    public enum Fate {
        SUCCEEDS,
        FAILS_BEFORE,
        FAILS_AFTER,
        DIES_BEFORE,
        DIES_AFTER
    }

    /** What happens to the next call. */
    public Fate next() {
        boolean afterwards = random.nextBoolean();
        if (callsPerDeath > 0 && random.nextInt(callsPerDeath) == 0) {
            return afterwards ? Fate.DIES_AFTER : Fate.DIES_BEFORE;
        }
        if (random.nextInt(100) < failuresPercent) {
            return afterwards ? Fate.FAILS_AFTER : Fate.FAILS_BEFORE;
        }
        return Fate.SUCCEEDS;
    }

    /** The process dies at the next call. */
    public Fate death() {
        return random.nextBoolean() ? Fate.DIES_AFTER : Fate.DIES_BEFORE;
    }

    /** Called before a call takes effect. */
    public static void before(Fate fate) {
        if (fate == Fate.FAILS_BEFORE) {
            throw busy();
        } else if (fate == Fate.DIES_BEFORE) {
            throw new Death();
        }
    }

    /** Called after a call took effect. */
    public static void after(Fate fate) {
        if (fate == Fate.FAILS_AFTER) {
            throw busy();
        } else if (fate == Fate.DIES_AFTER) {
            throw new Death();
        }
    }

    private static ProblemException busy() {
        return new ProblemException(ErrorCode.TRY_AGAIN, "simulated: the service is busy");
    }
}
