package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;

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
        return new FactReader() {
            @Override
            public FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
                return reader.flowVersion(project, flow, number);
            }

            @Override
            public Facts read(Run run, RequiredFacts required) {
                caller.get().ifPresent(step -> asking.put(run, step));
                try {
                    return reader.read(run, required);
                } finally {
                    asking.remove(run);
                }
            }
        };
    }

    FactReader watch(FactReader reader) {
        return new FactReader() {
            @Override
            public FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
                return reader.flowVersion(project, flow, number);
            }

            @Override
            public Facts read(Run run, RequiredFacts required) {
                StepKey step = asking.get(run);
                OptionalInt turn = step == null ? run.nextStep() : OptionalInt.of(step.index());
                listeners.forEach(it -> it.accept(run, turn));
                return reader.read(run, required);
            }
        };
    }
}
