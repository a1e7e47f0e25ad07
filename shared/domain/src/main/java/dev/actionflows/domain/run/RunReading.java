package dev.actionflows.domain.run;

import dev.actionflows.domain.step.Step;

import java.util.Optional;

/**
 * Reads the run of a ticket, and in the same read the facts that its step is expected to need, so
 * that a step that is not claimed first needs only one read.
 *
 * @param <S> the step type
 */
final class RunReading<S extends Step> {
    private final StepRunnerPorts ports;
    private final StepNeeds<S> needs;
    private final StepTicket ticket;
    private Optional<WaitSteps.KnownFacts> ahead = Optional.empty();

    RunReading(StepRunnerPorts ports, StepNeeds<S> needs, StepTicket ticket) {
        this.ports = ports;
        this.needs = needs;
        this.ticket = ticket;
    }

    Optional<Run> find() {
        Optional<RunOutline> outline = ticket.outline();
        Optional<RequiredFacts> expected = outline.flatMap(this::expected);
        return expected.isPresent()
                ? find(outline.get(), expected.get())
                : ports.ledger().find(ticket.run());
    }

    private Optional<RequiredFacts> expected(RunOutline outline) {
        return ports.facts()
                .findFlowVersion(ticket.run().project(), outline.flow(), outline.flowVersion())
                .flatMap(it -> needs.expected(it.definition(), ticket.index(), outline));
    }

    private Optional<Run> find(RunOutline outline, RequiredFacts expected) {
        FactReader.RunWithFacts read = ports.facts().readWithRun(ticket.run(), outline, expected);
        ahead =
                read.run()
                        .filter(run -> RunOutline.of(run).equals(outline))
                        .map(_ -> new WaitSteps.KnownFacts(expected, read.facts()));
        return read.run();
    }

    /** The facts that were read with the run if they suffice; otherwise others are read now. */
    WaitSteps.KnownFacts facts(Run run, RequiredFacts required) {
        return ahead.filter(it -> !required.fresh() && it.required().include(required))
                .orElseGet(
                        () ->
                                new WaitSteps.KnownFacts(
                                        required, ports.facts().read(run, required)));
    }
}
