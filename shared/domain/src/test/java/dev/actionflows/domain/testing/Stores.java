package dev.actionflows.domain.testing;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.WaitingRunStore;

/**
 * The stores of one deployment: what is written through one port can be read through the others.
 */
public record Stores(
        VirtualClock clock,
        ProjectStore projects,
        Catalog catalog,
        CatalogWriter catalogWriter,
        PreSaveStore preSaves,
        SegmentMemberStore segmentMembers,
        FanStore fans,
        ConsentStore consents,
        MessageBudgetStore messageBudgets,
        ConnectionStore connections,
        FlowStore flows,
        RunLedger runs,
        DueRunIndex dueRuns,
        SetAsideRunStore setAsideRuns,
        WaitingRunStore waitingRuns,
        FactReader facts,
        IntakeReader intake,
        ReEntryStore guards,
        EventLog events) {}
