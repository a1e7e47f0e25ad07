package dev.actionflows.testkit;

import dev.actionflows.testkit.contract.Samples;
import dev.actionflows.testkit.contract.Stores;

/** The twins, of one deployment. */
final class InMemoryStores {
    final InMemoryCatalog catalog = new InMemoryCatalog();
    final Stores stores;

    InMemoryStores() {
        InMemoryProjectStore projects = new InMemoryProjectStore();
        InMemoryFanStore fans = new InMemoryFanStore();
        InMemoryFlowStore flows = new InMemoryFlowStore();
        InMemoryRunLedger runs = new InMemoryRunLedger();
        stores =
                new Stores(
                        new VirtualClock(Samples.NOW),
                        projects,
                        catalog,
                        fans,
                        flows,
                        runs,
                        new InMemoryDueRuns(runs),
                        new InMemorySetAsideRuns(runs),
                        new InMemoryWaitingRuns(),
                        new InMemoryFactReader(flows, projects, fans, catalog),
                        new InMemoryIntakeReader(flows, projects, fans),
                        new InMemoryEntryGuards(),
                        new InMemoryEventLog(runs));
    }
}
