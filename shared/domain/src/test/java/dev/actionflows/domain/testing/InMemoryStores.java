package dev.actionflows.domain.testing;

import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.intake.InMemoryIntakeReader;
import dev.actionflows.domain.intake.InMemoryReEntryStore;
import dev.actionflows.domain.messaging.budget.InMemoryMessageBudgetStore;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.project.InMemoryInstagramAccountStore;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.run.InMemoryDueRunIndex;
import dev.actionflows.domain.run.InMemoryFactReader;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.InMemorySetAsideRunStore;
import dev.actionflows.domain.run.InMemoryWaitingRunStore;

/** In-memory implementations of the stores of one deployment. */
public final class InMemoryStores {
    final InMemoryCatalog catalog = new InMemoryCatalog();
    public final Stores stores;

    public InMemoryStores() {
        InMemoryProjectStore projects = new InMemoryProjectStore();
        InMemoryFanStore fans = new InMemoryFanStore();
        InMemoryFlowStore flows = new InMemoryFlowStore();
        InMemoryRunLedger runs = new InMemoryRunLedger();
        stores =
                new Stores(
                        new VirtualClock(Samples.NOW),
                        projects,
                        catalog,
                        catalog,
                        catalog,
                        catalog,
                        fans,
                        fans,
                        new InMemoryMessageBudgetStore(fans),
                        fans,
                        flows,
                        runs,
                        new InMemoryDueRunIndex(runs),
                        new InMemorySetAsideRunStore(runs),
                        new InMemoryWaitingRunStore(),
                        new InMemoryFactReader(
                                runs,
                                flows,
                                projects,
                                fans,
                                catalog,
                                new InMemoryInstagramAccountStore()),
                        new InMemoryIntakeReader(flows, projects, fans),
                        new InMemoryReEntryStore(),
                        new InMemoryEventLog(runs));
    }
}
