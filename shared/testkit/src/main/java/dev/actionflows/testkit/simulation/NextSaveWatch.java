package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.PreSaveStore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers when each fan who wants all releases of the artist was stored as such. */
final class NextSaveWatch {
    private final Kernel kernel;
    private final Map<FanId, Instant> optedInAt = new HashMap<>();

    NextSaveWatch(Kernel kernel) {
        this.kernel = kernel;
    }

    /** When the fan's opt-in was stored, if it was not there from the beginning. */
    Optional<Instant> optedInAt(FanId fan) {
        return Optional.ofNullable(optedInAt.get(fan));
    }

    PreSaveStore watch(PreSaveStore store) {
        return PortProxy.of(
                PreSaveStore.class,
                store,
                (method, arguments, call) -> {
                    if (method.getName().equals("registerNextSave")) {
                        optedInAt.putIfAbsent((FanId) arguments[2], kernel.now());
                    }
                    return call.proceed();
                });
    }
}
