package dev.actionflows.domain.testing;

import dev.actionflows.domain.application.Ports;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Ports that are decorated when they are requested. */
final class PortDecoration {
    private PortDecoration() {}

    static Ports of(Ports ports, InMemoryPorts.Decorator decorator) {
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        method.isDefault()
                                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                : decorate(ports, method, decorator);
        return (Ports)
                Proxy.newProxyInstance(
                        Ports.class.getClassLoader(), new Class<?>[] {Ports.class}, handler);
    }

    private static Object decorate(Ports ports, Method method, InMemoryPorts.Decorator decorator)
            throws ReflectiveOperationException {
        try {
            return decorate(method.getReturnType(), method.invoke(ports), decorator);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private static <P> P decorate(Class<P> type, Object port, InMemoryPorts.Decorator decorator) {
        return decorator.decorate(type, type.cast(port));
    }
}
