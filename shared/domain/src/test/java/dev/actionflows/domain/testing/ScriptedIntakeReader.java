package dev.actionflows.domain.testing;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A reader whose event reads are scripted by a test.
 *
 * @param others reads everything else
 * @param together see {@link IntakeReader#readEvents}
 */
public record ScriptedIntakeReader(
        IntakeReader others, Reading reading, Function<List<Question>, List<IntakeFacts>> together)
        implements IntakeReader {
    /** Reads the facts of several events one by one. */
    public ScriptedIntakeReader(IntakeReader others, Reading reading) {
        this(
                others,
                reading,
                questions ->
                        questions.stream()
                                .map(
                                        it ->
                                                reading.read(
                                                        it.project(),
                                                        it.identity(),
                                                        it.type(),
                                                        IntakeReader.withAny(it.scopes())))
                                .toList());
    }

    /** {@link IntakeReader#read}. */
    @FunctionalInterface
    public interface Reading {
        IntakeFacts read(
                ProjectId project,
                Optional<Identity> identity,
                TriggerType type,
                List<String> scopes);
    }

    @Override
    public IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        return reading.read(project, identity, type, scopes);
    }

    @Override
    public List<IntakeFacts> readEvents(List<Question> questions) {
        return together.apply(questions);
    }

    @Override
    public List<Flow> flows(ProjectId project, Collection<FlowId> flows) {
        return others.flows(project, flows);
    }
}
