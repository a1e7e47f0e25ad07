package dev.actionflows.domain.run;

import dev.actionflows.domain.id.IdSource;

import java.time.InstantSource;

/** What doing a step needs of the outside, besides the step's own action. */
record StepRunnerPorts(
        RunLedger ledger,
        FactReader facts,
        WaitingRunStore waitingRuns,
        RunObserver observer,
        IdSource ids,
        InstantSource clock) {}
