package dev.actionflows.domain.testing;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.KeyRing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a use case at one of its port calls, as a process crash would: just before or just after the
 * call takes effect.
 */
public final class Interruption implements InMemoryPorts.Decorator {
    private final int fatalCall;
    private final boolean afterwards;

    /** Ports whose calls change nothing. */
    private static final Set<Class<?>> UNCOUNTED =
            Set.of(InstantSource.class, IdSource.class, KeyRing.class, List.class);

    private final AtomicInteger calls = new AtomicInteger();

    /** Simulates a process crash. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param fatalCall the first call is 1
     * @param afterwards whether the call still takes effect
     */
    public Interruption(int fatalCall, boolean afterwards) {
        this.fatalCall = fatalCall;
        this.afterwards = afterwards;
    }

    /** Whether the fatal call was reached. */
    public boolean hasHappened() {
        return calls.get() >= fatalCall;
    }

    @Override
    public <P> P decorate(Class<P> type, P port) {
        if (!type.isInterface()
                || UNCOUNTED.contains(type)
                || type.getSimpleName().endsWith("Observer")) {
            return port;
        }
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            boolean fatal = calls.incrementAndGet() == fatalCall;
                            if (fatal && !afterwards) {
                                throw new Death();
                            }
                            Object answer;
                            try {
                                answer = method.invoke(port, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            if (fatal) {
                                throw new Death();
                            }
                            return answer;
                        }));
    }
}
