package dev.actionflows.simulator;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The faults that can happen to a call on its way to a service and back, and their frequency in
 * this history. Every port of the production code is reached through it.
 */
final class Faults {
    private static final double[] LEVELS = {0, 0, 0.02, 0.08, 0.2};

    /** Far more than servers' clocks differ, and less than every margin in the code. */
    static final Duration MAX_CLOCK_ERROR = Duration.ofSeconds(2);

    private final Kernel kernel;
    private final double failBefore;
    private final double failAfter;
    private final double twice;
    private final double slow;
    private final double stall;
    private final double kill;
    private final double refuseStart;
    private final double startTwice;
    private final boolean peaceful;
    private boolean calm;
    private Instant calmSince = Instant.MAX;
    private Instant stormUntil = Instant.MIN;
    private long injected;

    /** Draws the fault frequencies of this history. */
    Faults(Kernel kernel) {
        this.kernel = kernel;
        this.peaceful = kernel.chance("faults").of("peaceful").hits(0.05);
        this.calm = peaceful;
        if (peaceful) {
            calmSince = Instant.MIN;
        }
        if (!peaceful && kernel.chance("faults").of("clocks differ").hits(0.3)) {
            kernel.clocksDifferBy(MAX_CLOCK_ERROR);
        }
        this.failBefore = level("fail before");
        this.failAfter = level("fail after");
        this.twice = level("twice");
        this.slow = level("slow");
        this.stall = level("stall");
        this.kill = level("kill");
        this.refuseStart = level("refuse start");
        this.startTwice = level("start twice");
    }

    private double level(String what) {
        return LEVELS[kernel.chance("faults").of(what).below(LEVELS.length)];
    }

    /** Ends all faults. */
    void end() {
        calm = true;
        calmSince = peaceful ? Instant.MIN : kernel.now();
    }

    /**
     * Release days mostly come long after the end of the faults. Those of the job that deals with
     * one go on, or begin again, until then.
     */
    void onReleaseDay(Instant until) {
        stormUntil = until.isAfter(stormUntil) ? until : stormUntil;
    }

    /** Since when nothing fails; in the future if something still does. */
    Instant overSince() {
        return peaceful || stormUntil.isBefore(calmSince) ? calmSince : stormUntil;
    }

    /** Whether no more faults occur, for the current process. */
    boolean areOver() {
        return calm && !isInStorm();
    }

    private boolean isInStorm() {
        return !peaceful
                && kernel.inProcess()
                && kernel.current().name().startsWith(ReleaseDayWorkflow.FUNCTION)
                && kernel.now().isBefore(stormUntil);
    }

    /** Whether the whole history is free of faults. */
    boolean peaceful() {
        return peaceful;
    }

    /** The number of injected faults. */
    long injected() {
        return injected;
    }

    /** Whether a process is killed. */
    boolean kills(Chance chance) {
        return hits(chance, kill);
    }

    boolean refusesStart() {
        return hits(kernel.chance("refuse start"), refuseStart);
    }

    boolean startsTwice(Chance chance) {
        return hits(chance, startTwice);
    }

    /** For faults with their own probability. */
    boolean hits(Chance chance, double probability) {
        boolean hit = !areOver() && chance.hits(probability);
        if (hit) {
            injected++;
        }
        return hit;
    }

    /** The transmission time of a message between two computers. */
    Duration latency(Chance chance) {
        if (hits(chance.of("slow"), slow)) {
            return chance.of("long").between(500, 8_000);
        }
        // mostly similar, and occasionally long enough for other calls to come in between
        return chance.of("late").hits(0.1)
                ? chance.of("some").between(30, 400)
                : chance.of("short").between(1, 20);
    }

    /** Kills the process at a random moment, or not at all. */
    void mayKill(Kernel.Actor process, long withinMillis) {
        if (kills(process.chance("kill"))) {
            kernel.after(process.chance("kill at").between(0, withinMillis), process::kill);
        }
    }

    /**
     * The same service, reached over a network.
     *
     * @param real the service, which acts at once
     */
    <T> T over(Class<T> type, T real) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    @Nullable Object[] given = arguments == null ? new Object[0] : arguments;
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, given);
                    }
                    if (method.getDeclaringClass() == Object.class || !kernel.inProcess()) {
                        return invoke(real, method, given);
                    }
                    return call(
                            type.getSimpleName() + "." + method.getName(),
                            () -> invoke(real, method, given));
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(
            Object real, Method method, @Nullable Object[] arguments) {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One call with all its possible faults. */
    <T extends @Nullable Object> T call(String what, Supplier<T> effect) {
        Kernel.Actor process = kernel.current();
        kernel.note(what);
        process.calls(what);
        if (hits(process.chance("twice"), twice)) {
            // resent after a missing response; the first one still arrives at some time
            kernel.after(latency(process.chance("again")), () -> attempt(effect));
        }
        // the result is stale when it arrives, and others may have acted on it meanwhile
        boolean stalls = what.startsWith("FactReader.read") && hits(process.chance("stall"), stall);
        boolean failsBefore = hits(process.chance("fail before"), failBefore);
        boolean failsAfter = hits(process.chance("fail after"), failAfter);
        return process.ask(
                latency(process.chance("there")),
                stalls
                        ? process.chance("stalled").between(300, 3_000)
                        : latency(process.chance("back")),
                () -> {
                    if (failsBefore) {
                        return busy();
                    }
                    Kernel.Answer<T> answer = attempt(effect);
                    return failsAfter ? busy() : answer;
                });
    }

    private static <T extends @Nullable Object> Kernel.Answer<T> attempt(Supplier<T> effect) {
        try {
            T value = effect.get();
            return () -> value;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }

    private static <T extends @Nullable Object> Kernel.Answer<T> busy() {
        return () -> {
            throw new ProblemException(ErrorCode.TRY_AGAIN, "simulated: a service is busy");
        };
    }
}
