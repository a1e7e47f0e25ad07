package dev.actionflows.domain.privacy;

import dev.actionflows.domain.testing.InMemoryPorts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;

/** Interrupts the calls of ports: kills the caller, or lets something else happen. */
final class InterruptiblePorts implements InMemoryPorts.Decorator {
    private int calls;
    private int at = -1;
    private boolean after;
    private boolean interrupted;
    private Runnable interruption = () -> {};

    /** The process of the caller is gone. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param number the call at which the caller dies, once
     * @param after whether the call has taken effect
     */
    void killAt(int number, boolean after) {
        this.at = number;
        this.after = after;
        this.interruption =
                () -> {
                    throw new Killed();
                };
    }

    /** Runs something before a call, once. */
    void runAt(int number, Runnable other) {
        this.at = number;
        this.after = false;
        this.interruption = other;
    }

    /** Nothing is interrupted from now on. */
    void stop() {
        at = -1;
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    @Override
    public <P> P decorate(Class<P> type, P port) {
        if (!type.isInterface()
                || InstantSource.class.isAssignableFrom(type)
                || type.getSimpleName().endsWith("Observer")) {
            return port;
        }
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(port, method, arguments)));
    }

    private Object call(Object port, Method method, Object[] arguments) throws Throwable {
        boolean now = calls++ == at && !interrupted;
        if (now && !after) {
            interrupted = true;
            interruption.run();
        }
        try {
            Object result = method.invoke(port, arguments);
            if (now && after) {
                interrupted = true;
                interruption.run();
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
