package dev.actionflows.simulator;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.InstantSource;
import java.util.Set;

/** Ports that fail when anything is called that could have an effect. */
final class ReadOnlyPorts {
    /** Every operation of the ports that only reads. */
    private static final Set<String> READS =
            Set.of(
                    "activeFlows",
                    "connections",
                    "consents",
                    "dataKey",
                    "decrypt",
                    "find",
                    "findArtist",
                    "findFlowVersion",
                    "findIdentities",
                    "findIdentity",
                    "findRecord",
                    "findRecords",
                    "findRelease",
                    "identityKey",
                    "latest",
                    "linkHolder",
                    "list",
                    "memberSince",
                    "unwrap");

    private ReadOnlyPorts() {}

    static Ports over(InMemoryPorts ports) {
        return InMemoryPorts.decorated(
                ports,
                new InMemoryPorts.Decorator() {
                    @Override
                    public <P> P decorate(Class<P> type, P port) {
                        return port instanceof InstantSource || port instanceof IdSource
                                ? port
                                : readOnly(type, port);
                    }
                });
    }

    private static <P> P readOnly(Class<P> type, P port) {
        return PortProxy.of(
                type,
                port,
                (method, arguments, call) -> {
                    if (!READS.contains(method.getName())) {
                        throw new AssertionError(
                                "a backtest calls "
                                        + type.getSimpleName()
                                        + "."
                                        + method.getName());
                    }
                    return call.proceed();
                });
    }
}
