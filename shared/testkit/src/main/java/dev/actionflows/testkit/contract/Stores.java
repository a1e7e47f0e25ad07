package dev.actionflows.testkit.contract;

import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.intake.EntryGuards;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.run.DueRuns;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SetAsideRuns;
import dev.actionflows.domain.run.WaitingRuns;
import dev.actionflows.testkit.VirtualClock;

/** One deployment's storage: what is written through one of these ports, the others read. */
public record Stores(
        VirtualClock clock,
        ProjectStore projects,
        Catalog catalog,
        FanStore fans,
        FlowStore flows,
        RunLedger runs,
        DueRuns dueRuns,
        SetAsideRuns setAsideRuns,
        WaitingRuns waitingRuns,
        FactReader facts,
        IntakeReader intake,
        EntryGuards guards,
        EventLog events) {}
