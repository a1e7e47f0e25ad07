package dev.actionflows.domain.run;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.id.IdSource;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ports of a {@link StepRunner}, apart from the step's action.
 *
 * @param outcomeEvents requested only if there is an event to send; empty if the action causes none
 */
record StepRunnerPorts(
        RunLedger ledger,
        FactReader facts,
        WaitingRunStore waitingRuns,
        RunObserver observer,
        IdSource ids,
        InstantSource clock,
        WaitSteps waits,
        Optional<Supplier<OutcomeEventQueue>> outcomeEvents) {}
