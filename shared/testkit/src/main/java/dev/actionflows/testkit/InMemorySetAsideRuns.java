package dev.actionflows.testkit;

import dev.actionflows.domain.run.DueRuns;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SetAsideRuns;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The runs of a ledger in memory that are set aside. */
public final class InMemorySetAsideRuns implements SetAsideRuns {
    private final InMemoryRunLedger ledger;

    public InMemorySetAsideRuns(InMemoryRunLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void setAside(RunKey run, Instant now) {
        ledger.setAside(run, now);
    }

    @Override
    public List<DueRuns.Entry> find(int limit) {
        return ledger.all().stream()
                .filter(ledger::isSetAside)
                .flatMap(
                        run ->
                                ledger
                                        .dueAt(run)
                                        .map(at -> new DueRuns.Entry(run.key(), at))
                                        .stream())
                .sorted(
                        Comparator.comparing(DueRuns.Entry::at)
                                .thenComparing(entry -> entry.run().run().value()))
                .limit(limit)
                .toList();
    }
}
