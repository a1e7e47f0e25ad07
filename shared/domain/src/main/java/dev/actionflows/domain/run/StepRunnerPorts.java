package dev.actionflows.domain.run;

import dev.actionflows.domain.id.IdSource;

import java.time.InstantSource;

/** The ports of a {@link StepRunner}, apart from the step's action. */
record StepRunnerPorts(
        RunLedger ledger,
        FactReader facts,
        WaitingRunStore waitingRuns,
        RunObserver observer,
        IdSource ids,
        InstantSource clock,
        WaitSteps waits) {}
