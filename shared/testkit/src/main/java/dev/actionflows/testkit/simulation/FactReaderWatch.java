package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Notifies listeners with the run whenever a step reads its facts. */
final class FactReaderWatch {
    private final List<Consumer<Run>> listeners = new ArrayList<>();

    void listen(Consumer<Run> listener) {
        listeners.add(listener);
    }

    FactReader watch(FactReader reader) {
        return new FactReader() {
            @Override
            public FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
                return reader.flowVersion(project, flow, number);
            }

            @Override
            public Facts read(Run run, RequiredFacts required) {
                listeners.forEach(it -> it.accept(run));
                return reader.read(run, required);
            }
        };
    }
}
