package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What can happen to a call on its way to a service and back, and how often it does in this
 * history. Every port of the production code is reached through it.
 */
final class Faults {
    private static final double[] LEVELS = {0, 0, 0.02, 0.08, 0.2};

    /** Far more than clocks of servers differ by, and less than every margin of the code. */
    private static final Duration MOST_CLOCK_ERROR = Duration.ofSeconds(2);

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
    private long injected;

    /** Draws how bad this history is going to be. */
    Faults(Kernel kernel) {
        this.kernel = kernel;
        this.peaceful = kernel.chance(0.05);
        this.calm = peaceful;
        if (!peaceful && kernel.chance(0.3)) {
            kernel.clocksDifferBy(MOST_CLOCK_ERROR);
        }
        this.failBefore = level();
        this.failAfter = level();
        this.twice = level();
        this.slow = level();
        this.stall = level();
        this.kill = level();
        this.refuseStart = level();
        this.startTwice = level();
    }

    private double level() {
        return LEVELS[kernel.below(LEVELS.length)];
    }

    /** From now on nothing goes wrong any more. */
    void end() {
        calm = true;
    }

    /** Whether nothing goes wrong in the whole history. */
    boolean peaceful() {
        return peaceful;
    }

    /** How many faults there were. */
    long injected() {
        return injected;
    }

    boolean kills() {
        return hits(kill);
    }

    boolean refusesStart() {
        return hits(refuseStart);
    }

    boolean startsTwice() {
        return hits(startTwice);
    }

    /** For what has a probability of its own. */
    boolean hits(double probability) {
        boolean hit = !calm && kernel.chance(probability);
        if (hit) {
            injected++;
        }
        return hit;
    }

    /** How long a message is under way between two computers. */
    Duration latency() {
        if (hits(slow)) {
            return kernel.between(500, 8_000);
        }
        // mostly alike, and now and then long enough for others to come in between
        return kernel.chance(0.1) ? kernel.between(30, 400) : kernel.between(1, 20);
    }

    /**
     * The same service, reached over a network.
     *
     * @param real what it does, all at once
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

    /** One call, with all that can happen to it. */
    <T extends @Nullable Object> T call(String what, Supplier<T> effect) {
        Kernel.Actor process = kernel.current();
        kernel.note(what);
        process.calls(what);
        if (hits(twice)) {
            // sent again because no answer came; the first one arrives all the same, at some time
            kernel.after(latency(), () -> attempt(effect));
        }
        // what was read is old when it arrives, and somebody may have acted on it meanwhile
        boolean stalls = what.equals("FactReader.read") && hits(stall);
        boolean failsBefore = hits(failBefore);
        boolean failsAfter = hits(failAfter);
        return process.ask(
                latency(),
                stalls ? kernel.between(300, 3_000) : latency(),
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
