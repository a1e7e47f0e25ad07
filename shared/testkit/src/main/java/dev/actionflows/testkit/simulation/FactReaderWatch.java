package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Notifies listeners with the run whenever a step reads its facts. */
final class FactReaderWatch {
    private final List<BiConsumer<Run, OptionalInt>> listeners = new ArrayList<>();
    private final IdentityHashMap<Run, StepKey> asking = new IdentityHashMap<>();

    void listen(Consumer<Run> listener) {
        listeners.add((run, _) -> listener.accept(run));
    }

    /**
     * @param listener gets the run and the step whose function asks, or else whose turn it is
     */
    void listen(BiConsumer<Run, OptionalInt> listener) {
        listeners.add(listener);
    }

    /** The reader as its callers see it, beyond a network. */
    FactReader asked(FactReader reader, Supplier<Optional<StepKey>> caller) {
        return around(
                reader,
                (run, call) -> {
                    caller.get().ifPresent(step -> asking.put(run, step));
                    try {
                        return call.proceed();
                    } finally {
                        asking.remove(run);
                    }
                });
    }

    FactReader watch(FactReader reader) {
        return around(
                reader,
                (run, call) -> {
                    StepKey step = asking.get(run);
                    OptionalInt turn = step == null ? run.nextStep() : OptionalInt.of(step.index());
                    listeners.forEach(it -> it.accept(run, turn));
                    return call.proceed();
                });
    }

    /** The code around a read of a run's facts. */
    @FunctionalInterface
    private interface Read {
        @Nullable Object around(Run run, PortProxy.Call call) throws Throwable;
    }

    private static FactReader around(FactReader reader, Read read) {
        return PortProxy.of(
                FactReader.class,
                reader,
                (method, arguments, call) ->
                        method.getName().equals("read")
                                ? read.around((Run) arguments[0], call)
                                : call.proceed());
    }
}
