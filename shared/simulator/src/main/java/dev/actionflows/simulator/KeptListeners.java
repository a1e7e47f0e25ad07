package dev.actionflows.simulator;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;

import java.time.Instant;
import java.util.Optional;

/** Keeps what flows listen to for as long as functions may, so that it is often out of date. */
final class KeptListeners {
    private final Kernel kernel;
    private Optional<ActiveFlows> kept = Optional.empty();
    private Instant keptUntil = Instant.MIN;

    KeptListeners(Kernel kernel) {
        this.kernel = kernel;
    }

    FactReader over(FactReader reader) {
        return PortProxy.of(
                FactReader.class,
                reader,
                (method, arguments, call) -> {
                    Instant asked = kernel.instant();
                    return switch (call.proceed()) {
                        case Facts facts -> seen(facts, asked, arguments);
                        case FactReader.RunWithFacts read ->
                                new FactReader.RunWithFacts(
                                        read.run(), seen(read.facts(), asked, arguments));
                        case Object other -> other;
                    };
                });
    }

    private Facts seen(Facts read, Instant asked, Object[] arguments) {
        RequiredFacts required = (RequiredFacts) arguments[arguments.length - 1];
        if (!required.listeners()) {
            return read;
        }
        if (required.fresh() || kept.isEmpty() || !asked.isBefore(keptUntil)) {
            kept = read.listeners();
            keptUntil = asked.plus(FactReader.PROJECT_KEPT_FOR);
        }
        return new Facts(
                read.flowStatus(),
                read.project(),
                read.fan(),
                read.connections(),
                read.release(),
                read.artist(),
                read.instagram(),
                read.conditions(),
                kept);
    }
}
