package dev.actionflows.simulator;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Runs simulator code around each call of a port. */
final class PortProxy {
    private PortProxy() {}

    /** The code around a call. */
    @FunctionalInterface
    interface Interceptor {
        @Nullable Object intercept(Method method, Object[] arguments, Call call) throws Throwable;
    }

    /** Calls the real port, with the current arguments. */
    @FunctionalInterface
    interface Call {
        @Nullable Object proceed() throws Throwable;
    }

    static <P> P of(Class<P> type, Object port, Interceptor interceptor) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            Object[] given = arguments == null ? new Object[0] : arguments;
                            return interceptor.intercept(
                                    method, given, () -> invoke(port, method, given));
                        }));
    }

    private static @Nullable Object invoke(Object port, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(port, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
