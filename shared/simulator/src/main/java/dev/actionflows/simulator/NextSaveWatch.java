package dev.actionflows.simulator;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.PreSaveStore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records when each fan's opt-in to all releases of the artist was stored. */
final class NextSaveWatch {
    private final Kernel kernel;
    private final Map<FanId, Instant> optedInAt = new HashMap<>();

    NextSaveWatch(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The time at which the fan's opt-in was stored, unless it existed from the start. */
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
